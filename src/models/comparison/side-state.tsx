import { hypothesesOf, secondsOf } from '../../captions/caption-job.ts';
import { CaptionList } from '../../captions/caption-list.tsx';
import { describePhase } from '../../captions/caption-phase.ts';
import { useFormats, useMessages } from '../../i18n/use-messages.ts';
import { useModelsMessages } from '../../i18n/use-models-messages.ts';
import { Failure } from '../../ui/failure.tsx';
import { Progress } from '../../ui/progress.tsx';
import { describeEngine, describeModelEvent } from '../model-status.ts';
import styles from './comparison.module.css';
import type { SideState } from './comparison.ts';

interface SideStateViewProps {
  readonly state: SideState;
  /** The text that stands on the picture. */
  readonly textOnPicture: string | undefined;
  readonly onChoose: (text: string) => void;
}

interface StepProps {
  readonly words: string;
  readonly facts: readonly string[];
  readonly share: number | null;
}

function Step({ words, facts, share }: StepProps) {
  return (
    <div className={styles.step}>
      <p>{words}</p>
      {facts.length > 0 && <p className={styles.facts}>{facts.join(' · ')}</p>}
      <Progress label={words} share={share} />
    </div>
  );
}

const none: readonly string[] = [];

/** How far one of the models is, and the captions that it has written. */
export function SideStateView({ state, textOnPicture, onChoose }: SideStateViewProps) {
  const messages = useMessages();
  const { comparison: words } = useModelsMessages();
  const formats = useFormats();
  if (state.status === 'idle') return null;
  if (state.status === 'waiting') return <p className={styles.facts}>{words.waiting}</p>;
  if (state.status === 'failed') return <Failure error={state.error}>{null}</Failure>;
  if (state.status === 'loading') {
    const { phase, facts, share } = describeModelEvent(state.event, messages, formats);
    return <Step words={phase} facts={facts} share={share} />;
  }
  const isLive = state.status === 'writing';
  const hypotheses = hypothesesOf(
    isLive ? { status: 'running', event: state.event } : { status: 'done', result: state.result },
  );
  const list = hypotheses.length > 0 && (
    <CaptionList
      hypotheses={hypotheses}
      chosen={isLive ? -1 : hypotheses.findIndex(({ text }) => text === textOnPicture)}
      isLive={isLive}
      onChoose={(index) => onChoose(hypotheses[index].text)}
    />
  );
  if (isLive) {
    return (
      <>
        <Step {...describePhase(state.event, messages.captions)} facts={none} />
        {list}
      </>
    );
  }
  const { model, loadSeconds, result } = state;
  const facts = [
    describeEngine(model),
    words.loaded(formats.seconds(loadSeconds)),
    words.took(formats.seconds(secondsOf(result))),
  ];
  return (
    <>
      <output className={styles.facts}>{facts.join(' · ')}</output>
      {list}
    </>
  );
}
