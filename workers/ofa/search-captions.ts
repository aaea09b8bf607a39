import type { CaptionDecoding, CaptionList, CaptionProgress } from './caption-decoding.ts';
import { beamSearch } from './generate/beam-search.ts';

/**
 * The likeliest captions, as the reference finds them; those with hidden words are left out and not replaced.
 *
 * @throws what `beamSearch` throws
 */
export async function searchCaptions(
  signal: AbortSignal,
  { request, withDecoder, read, isHidden }: CaptionDecoding,
  onProgress: (progress: CaptionProgress) => void,
): Promise<CaptionList> {
  const finished = await withDecoder((decode) =>
    beamSearch(signal, decode, request, (progress) => {
      const hypotheses = progress.hypotheses.map(read).filter(({ text }) => !isHidden(text));
      onProgress({ ...progress, hypotheses });
    }),
  );
  const captions = finished.map(({ tokens, score }) => read({ tokens, score, finished: true }));
  const hypotheses = captions.filter(({ text }) => !isHidden(text));
  return { hypotheses, hidden: captions.length - hypotheses.length };
}
