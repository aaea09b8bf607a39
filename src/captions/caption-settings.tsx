import { useStore } from 'zustand';
import { useMessages } from '../i18n/use-messages.ts';
import { useStudio } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { StepField } from '../ui/step-field.tsx';
import styles from './caption-settings.module.css';
import { noWishes, type Step } from './caption-wishes.ts';
import { WordFilterFields } from './word-filter-fields.tsx';

const steps: readonly Step[] = [-2, -1, 0, 1, 2];

interface CaptionSettingsProps {
  /** Null while captions are being written. */
  readonly onRewrite: (() => void) | null;
}

/** How the next captions are to be, and which are not to be seen. */
export default function CaptionSettings({ onRewrite }: CaptionSettingsProps) {
  const { wishes: words } = useMessages();
  const { wishes, model } = useStudio();
  const { length, mood, resolution } = useStore(wishes);
  const canLookFast = useStore(
    model.store,
    (state) => state.status === 'ready' && state.model.manifest.preprocessing.fastImageSize !== undefined,
  );
  return (
    <div className={styles.settings}>
      <StepField
        label={words.length}
        steps={steps}
        words={words.lengths}
        value={length}
        onChange={(step) => wishes.setState({ length: step })}
      />
      <StepField
        label={words.mood}
        steps={steps}
        words={words.moods}
        value={mood}
        onChange={(step) => wishes.setState({ mood: step })}
      />
      {canLookFast && (
        <div>
          <label className={styles.switch}>
            <input
              type="checkbox"
              checked={resolution === 'fast'}
              onChange={(event) => wishes.setState({ resolution: event.target.checked ? 'fast' : 'full' })}
            />
            {words.fast}
          </label>
          <p className={styles.help}>{words.fastHelp}</p>
        </div>
      )}
      <div className={styles.buttons}>
        <Button
          look="quiet"
          isDisabled={length === 0 && mood === 0 && resolution === 'full'}
          onPress={() => wishes.setState(noWishes, true)}
        >
          {words.reset}
        </Button>
        <Button look="quiet" isPending={onRewrite === null} onPress={() => onRewrite?.()}>
          {words.rewrite}
        </Button>
      </div>
      <WordFilterFields />
    </div>
  );
}
