import { useFormats, useMessages } from '../i18n/use-messages.ts';
import { describeEngine } from '../models/model-status.ts';
import { ModelProgress } from '../models/model-progress.tsx';
import { chosenIndex, hasOwnText, type Picture } from '../studio/picture.ts';
import { useModelState, useStudio } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { Panel } from '../ui/panel.tsx';
import { hypothesesOf, secondsOf } from './caption-job.ts';
import { CaptionList } from './caption-list.tsx';
import { CaptionStatus } from './caption-status.tsx';

/** Everything the model has to say about the picture. */
export function CaptionPanel({ picture }: { readonly picture: Picture }) {
  const messages = useMessages();
  const formats = useFormats();
  const { captions } = useStudio();
  const model = useModelState();
  const { job } = picture;
  const hypotheses = hypothesesOf(job);
  const facts: string[] = [];
  if (job.status === 'done') {
    if (model.status === 'ready') facts.push(describeEngine(model.model));
    facts.push(messages.captions.took(formats.seconds(secondsOf(job.result))));
    if (hasOwnText(picture)) facts.push(messages.captions.ownTextKept);
  }
  const again = (): void => void captions.caption(picture.id);
  return (
    <Panel heading={messages.captions.heading} note={facts.join(' · ')}>
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
