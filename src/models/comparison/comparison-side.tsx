import { useId } from 'react';
import { useLanguage } from '../../i18n/use-messages.ts';
import { useModelsMessages } from '../../i18n/use-models-messages.ts';
import { inLanguage } from '../in-language.ts';
import dialogStyles from '../models-dialog.module.css';
import type { ComparedModel } from './compared-models.ts';
import styles from './comparison.module.css';
import type { SideState } from './comparison.ts';
import { SideStateView } from './side-state.tsx';

interface ComparisonSideProps {
  readonly heading: string;
  readonly models: readonly ComparedModel[];
  readonly chosen: ComparedModel;
  readonly onModel: (model: ComparedModel) => void;
  readonly isBusy: boolean;
  readonly state: SideState;
  readonly textOnPicture: string | undefined;
  readonly onCaption: (text: string) => void;
}

/** One of the two models: which it is, and what it writes. */
export function ComparisonSide(props: ComparisonSideProps) {
  const { heading, models, chosen, onModel, isBusy, state, textOnPicture, onCaption } = props;
  const { comparison: words } = useModelsMessages();
  const language = useLanguage();
  const headingId = useId();
  const nameOf = ({ title, variant }: ComparedModel): string => {
    const name = title === null ? words.builtIn : inLanguage(language, title);
    return variant === undefined ? name : `${name} · ${variant}`;
  };
  return (
    <section className={styles.side} aria-labelledby={headingId} aria-busy={state.status === 'writing'}>
      <h3 id={headingId} className={dialogStyles.name}>
        {heading}
      </h3>
      <label className={dialogStyles.field}>
        {words.model}
        <select
          className={dialogStyles.input}
          value={chosen.key}
          disabled={isBusy}
          onChange={(event) => {
            const found = models.find(({ key }) => key === event.target.value);
            if (found !== undefined) onModel(found);
          }}
        >
          {models.map((model) => (
            <option key={model.key} value={model.key}>
              {nameOf(model)}
            </option>
          ))}
        </select>
      </label>
      <SideStateView state={state} textOnPicture={textOnPicture} onChoose={onCaption} />
    </section>
  );
}
