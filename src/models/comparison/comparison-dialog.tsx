import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createCaptionClient, startCaptionWorker } from '../../captions/caption-client.ts';
import { useMessages } from '../../i18n/use-messages.ts';
import { useModelsMessages } from '../../i18n/use-models-messages.ts';
import { activeLayer, type Picture, withCandidate } from '../../studio/picture.ts';
import { updatePicture } from '../../studio/studio-store.ts';
import { usePicture, useStudio } from '../../studio/studio-context.ts';
import { Button } from '../../ui/button.tsx';
import { DialogFrame } from '../../ui/dialog-frame.tsx';
import { Failure } from '../../ui/failure.tsx';
import { builtInModelFolder } from '../model-loader.ts';
import dialogStyles from '../models-dialog.module.css';
import { useModels } from '../models.ts';
import { useAsked } from '../use-asked.ts';
import { type ComparedModel, modelsAtHand, requestOf } from './compared-models.ts';
import { ComparisonSide } from './comparison-side.tsx';
import styles from './comparison.module.css';
import { createComparison } from './comparison.ts';

interface ComparedPictureProps {
  readonly picture: Picture;
  readonly models: readonly ComparedModel[];
}

function ComparedPicture({ picture, models }: ComparedPictureProps) {
  const { comparison: words } = useModelsMessages();
  const studio = useStudio();
  const { choice } = useModels();
  const [comparison] = useState(() => createComparison(() => createCaptionClient(startCaptionWorker)));
  const [chosen, setChosen] = useState<readonly [ComparedModel, ComparedModel]>([models[0], models[1]]);
  const states = useStore(comparison.store);
  useEffect(() => comparison.stop, [comparison]);
  const isBusy = states.some(({ status }) => status !== 'idle' && status !== 'done' && status !== 'failed');
  const run = (): void => {
    const { backend } = choice.getState();
    const [left, right] = chosen;
    void comparison.run(picture.image.blob, [requestOf(left, backend), requestOf(right, backend)]);
  };
  const put = (text: string): void => {
    updatePicture(studio.store, picture.id, (current) => withCandidate(current, text, 'choose'));
  };
  const choose = (index: number, model: ComparedModel): void => {
    comparison.forget(index);
    setChosen(index === 0 ? [model, chosen[1]] : [chosen[0], model]);
  };
  return (
    <>
      <p className={dialogStyles.quiet}>{words.hint}</p>
      <img className={styles.picture} src={picture.image.source.src} alt={picture.image.name} />
      <div className={dialogStyles.actions}>
        {isBusy ? (
          <Button onPress={comparison.stop}>{words.stop}</Button>
        ) : (
          <Button look="primary" onPress={run}>
            {words.run}
          </Button>
        )}
      </div>
      <div className={styles.sides}>
        {states.map((state, index) => (
          <ComparisonSide
            key={words.sides[index]}
            heading={words.sides[index]}
            models={models}
            chosen={chosen[index]}
            onModel={(model) => choose(index, model)}
            isBusy={isBusy}
            state={state}
            textOnPicture={activeLayer(picture)?.text}
            onCaption={put}
          />
        ))}
      </div>
    </>
  );
}

/** Two models caption the picture on the stage, next to each other; a caption of either can be put on it. */
export function ComparisonDialog({ onClose }: { readonly onClose: () => void }) {
  const { comparison: words } = useModelsMessages();
  const { app } = useMessages();
  const picture = usePicture();
  const { client, choice, dialog } = useModels();
  const [ask] = useState(
    () => (signal: AbortSignal) => client.run(signal, (service) => service.listStorage()),
  );
  const asked = useAsked(ask);
  const content = () => {
    if (picture === null) return <p>{words.noPicture}</p>;
    if (asked.status === 'failed')
      return (
        <Failure error={asked.error}>
          <Button onPress={asked.again}>{app.retry}</Button>
        </Failure>
      );
    if (asked.status === 'asking') return null;
    const builtInUrl = new URL(builtInModelFolder, document.baseURI).href;
    const models = modelsAtHand(choice.getState(), asked.value.models, builtInUrl);
    if (models.length > 1) return <ComparedPicture picture={picture} models={models} />;
    return (
      <>
        <p>{words.oneModel}</p>
        <div className={dialogStyles.actions}>
          <Button onPress={() => dialog.setState('models', true)}>{words.getAnother}</Button>
        </div>
      </>
    );
  };
  return (
    <DialogFrame title={words.title} width="wide" onClose={onClose}>
      {content()}
    </DialogFrame>
  );
}
