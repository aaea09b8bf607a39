import type { Hypothesis } from '../protocol/generation.ts';
import type { Sampling } from '../protocol/sampling.ts';
import type { CaptionDecoding, CaptionList, CaptionProgress } from './caption-decoding.ts';
import { sample } from './generate/sampling.ts';
import { seededRandom } from './generate/seeded-random.ts';
import { NewCaptions } from './new-captions.ts';

/**
 * Captions drawn at random, all different from each other and from those that are excluded. One with a hidden word is
 * drawn again.
 *
 * @throws what `sample` throws
 */
export async function drawCaptions(
  signal: AbortSignal,
  { request, withDecoder, read, isHidden }: CaptionDecoding,
  sampling: Required<Sampling>,
  onProgress: (progress: CaptionProgress) => void,
): Promise<CaptionList> {
  const { count, seed, temperature, topP, exclude } = sampling;
  const captions = new NewCaptions(exclude);
  const hidden = new NewCaptions([]);
  const found = await sample(
    signal,
    { ...request, count, drawing: { temperature, topP } },
    {
      withDecoder,
      random: seededRandom(seed),
      isWanted: ({ tokens, score }) => {
        const { text } = read({ tokens, score, finished: true });
        if (text === '') return false;
        return isHidden(text) ? hidden.take(text) && false : captions.take(text);
      },
    },
    ({ step, maxSteps, hypotheses }) => {
      const readable = hypotheses.map(read).filter(({ text }) => !isHidden(text));
      onProgress({ step, maxSteps, hypotheses: withoutRepeats(readable, captions) });
    },
  );
  const hypotheses = found.map(({ tokens, score }) => read({ tokens, score, finished: true }));
  return { hypotheses, hidden: hidden.size };
}

/** Without rows that so far read like a caption that is there, or like a row before them. */
function withoutRepeats(hypotheses: readonly Hypothesis[], captions: NewCaptions): readonly Hypothesis[] {
  const live = new NewCaptions([]);
  return hypotheses.filter(({ text, finished }) => finished || (!captions.has(text) && live.take(text)));
}
