import { memo } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Text } from 'react-aria-components/Text';
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden';
import type { Hypothesis } from '../../workers/protocol/generation.ts';
import { useFormats, useMessages } from '../i18n/use-messages.ts';
import { HeartMark } from '../keeping/heart-button.tsx';
import styles from './caption-list.module.css';

interface CaptionListProps {
  readonly hypotheses: readonly Hypothesis[];
  /** Number of the one on the picture, or -1. */
  readonly chosen: number;
  /** Being written: the list fills and cannot be chosen from yet. */
  readonly isLive: boolean;
  readonly onChoose: (index: number) => void;
}

/** Geometric mean of the token probabilities, 0 … 1, from a length-normalised log-probability. */
const confidence = (score: number): number => Math.min(1, Math.exp(score));

/** Ranks stay while captions pass through them, so they identify the rows. */
const rank = (index: number): string => String(index);

/** Captions, best first; arrow keys put each on the picture at once. */
export const CaptionList = memo(function CaptionList({
  hypotheses,
  chosen,
  isLive,
  onChoose,
}: CaptionListProps) {
  const { captions } = useMessages();
  const formats = useFormats();
  return (
    <ListBox
      aria-label={captions.list}
      className={styles.list}
      data-live={isLive}
      selectionMode={isLive ? 'none' : 'single'}
      // Choosing by focus alone would wipe out the person's own text as soon as Tab reaches the list.
      selectionBehavior={chosen >= 0 ? 'replace' : 'toggle'}
      disallowEmptySelection
      shouldFocusWrap
      selectedKeys={chosen >= 0 ? [rank(chosen)] : []}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : [...keys];
        if (key !== undefined) onChoose(Number(key));
      }}
    >
      {hypotheses.map(({ text, score, finished }, index) => (
        <ListBoxItem key={rank(index)} id={rank(index)} textValue={text} className={styles.caption}>
          <Text slot="label" className={finished ? styles.text : `${styles.text} ${styles.growing}`}>
            {text}
          </Text>
          <HeartMark text={text} />
          <span className={styles.score} aria-hidden>
            <span
              className={styles.bar}
              style={{ transform: `translateX(${(confidence(score) - 1) * 100}%)` }}
            />
          </span>
          <VisuallyHidden elementType="span">
            <Text slot="description">{captions.score(formats.percent(confidence(score)))}</Text>
          </VisuallyHidden>
        </ListBoxItem>
      ))}
    </ListBox>
  );
});
