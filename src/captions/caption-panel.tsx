import { useMessages } from '../i18n/use-messages.ts';
import { ModelProgress } from '../models/model-progress.tsx';
import { chosenIndex, hasOwnText, type Picture } from '../studio/picture.ts';
import { useStudio } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { Panel } from '../ui/panel.tsx';
import { hypothesesOf } from './caption-job.ts';
import { CaptionList } from './caption-list.tsx';
import { CaptionStatus } from './caption-status.tsx';

/** Everything the model has to say about the picture. */
export function CaptionPanel({ picture }: { readonly picture: Picture }) {
  const messages = useMessages();
  const { captions } = useStudio();
  const { job } = picture;
  const hypotheses = hypothesesOf(job);
  const again = (): void => void captions.caption(picture.id);
  const isKept = job.status === 'done' && hypotheses.length > 0 && hasOwnText(picture);
  return (
    <Panel heading={messages.captions.heading} note={isKept ? messages.captions.ownTextKept : undefined}>
      <CaptionStatus job={job} onStop={captions.stop} onAgain={again} />
      {job.status === 'waiting' && <ModelProgress />}
      {job.status === 'failed' && (
        <Failure error={job.error}>
          <Button onPress={again}>{messages.app.retry}</Button>
        </Failure>
      )}
      {hypotheses.length > 0 && (
        <CaptionList
          hypotheses={hypotheses}
          chosen={chosenIndex(picture)}
          isLive={job.status === 'running'}
          onChoose={captions.choose}
        />
      )}
    </Panel>
  );
}
