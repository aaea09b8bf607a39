import { lazy, Suspense, useState } from 'react';
import { useFormats, useMessages } from '../i18n/use-messages.ts';
import { describeEngine } from '../models/model-status.ts';
import { ModelProgress } from '../models/model-progress.tsx';
import { activeLayer, chosenIndex, hasOwnText, type Picture } from '../studio/picture.ts';
import { useModelState, useStudio } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { Panel } from '../ui/panel.tsx';
import { BatchBar } from './batch-bar.tsx';
import styles from './caption-panel.module.css';
import { batchOnShow } from './batches.ts';
import { hypothesesOf, isPending, secondsOf } from './caption-job.ts';
import { CaptionList } from './caption-list.tsx';
import { CaptionStatus } from './caption-status.tsx';

const CaptionSettings = lazy(() => import('./caption-settings.tsx'));

/** Everything the model has to say about the picture. */
export function CaptionPanel({ picture }: { readonly picture: Picture }) {
  const messages = useMessages();
  const formats = useFormats();
  const { captions } = useStudio();
  const model = useModelState();
  const [isOpen, setIsOpen] = useState(false);
  const { job, kind, earlier, shown } = picture;
  const batch = batchOnShow(picture);
  const hypotheses = hypothesesOf(batch);
  const isFirst = earlier.length === 0;
  const facts: string[] = [];
  if (batch.status === 'done') {
    if (model.status === 'ready') facts.push(describeEngine(model.model));
    facts.push(messages.captions.took(formats.seconds(secondsOf(batch.result))));
    if (hasOwnText(picture)) facts.push(messages.captions.ownTextKept);
  }
  const again = (): void => captions.caption(picture.id);
  return (
    <Panel heading={messages.captions.heading} note={facts.join(' · ')}>
      <CaptionStatus
        job={job}
        isModelReady={model.status === 'ready'}
        onStop={captions.stop}
        onAgain={kind === 'search' && shown === earlier.length ? again : null}
      />
      {job.status === 'waiting' && model.status !== 'ready' && <ModelProgress />}
      {batch.status === 'failed' && (
        <Failure error={batch.error}>
          <Button onPress={again}>{messages.app.retry}</Button>
        </Failure>
      )}
      {batch.status === 'done' && hypotheses.length === 0 && batch.result.hidden === 0 && (
        <p>{messages.captions.noMore}</p>
      )}
      {batch.status === 'done' && batch.result.hidden > 0 && (
        <div className={styles.hidden}>
          <p>{messages.filter.hidden(batch.result.hidden)}</p>
          {batch === job && (
            <Button look="quiet" onPress={captions.showHidden}>
              {messages.filter.showAnyway}
            </Button>
          )}
        </div>
      )}
      {hypotheses.length > 0 && (
        <CaptionList
          hypotheses={hypotheses}
          chosen={chosenIndex(picture)}
          isLive={batch.status === 'running'}
          onChoose={captions.choose}
        />
      )}
      {(!isFirst || (!isPending(job) && job.status !== 'failed')) && (
        <BatchBar
          batches={picture}
          text={activeLayer(picture)?.text ?? ''}
          onAnother={() => captions.another('draw')}
          onShow={captions.showBatch}
        />
      )}
      <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary className={styles.summary}>{messages.wishes.heading}</summary>
        {isOpen && (
          <Suspense>
            <CaptionSettings onRewrite={isPending(job) ? null : () => captions.another('search')} />
          </Suspense>
        )}
      </details>
    </Panel>
  );
}
