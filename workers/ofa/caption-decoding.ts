import type { CaptionEvent, CaptionResult } from '../protocol/caption-service.ts';
import type { GenerationSettings, Hypothesis } from '../protocol/generation.ts';
import type { CaptionModel } from './caption-model.ts';
import type { DecodeStep, GenerationRequest } from './generate/generation-request.ts';
import { messageTurn } from './message-turn.ts';
import type { EncodedPicture } from './session/encoder-session.ts';

/** What is known of captions while and after they are decoded. */
export type CaptionProgress = Omit<Extract<CaptionEvent, { phase: 'decode' }>, 'phase'>;
export type CaptionList = Pick<CaptionResult, 'hypotheses' | 'hidden'>;

/** All that writing captions about a picture needs, in whatever way they are written. */
export interface CaptionDecoding {
  readonly request: GenerationRequest;
  /** Lends a decoder that stands before its first step; its memory is freed when `work` has settled. */
  readonly withDecoder: <Result>(work: (decode: DecodeStep) => Promise<Result>) => Promise<Result>;
  /** A hypothesis with the text that a person reads. */
  readonly read: (hypothesis: Omit<Hypothesis, 'text'>) => Hypothesis;
  /** True for texts that must not be shown. */
  readonly isHidden: (text: string) => boolean;
}

/** Decoding of `picture`, which must live as long. An abort is heard before every step. */
export function captionDecoding(
  model: CaptionModel,
  picture: EncodedPicture,
  settings: GenerationSettings,
  isHidden: (text: string) => boolean,
): CaptionDecoding {
  const { tokenizer, manifest, answers, decoder } = model;
  const { detokenize } = manifest.generation;
  return {
    request: {
      settings,
      specialTokens: tokenizer,
      promptTokens: manifest.prompt.tokenIds,
      vocabularySize: tokenizer.vocabularySize,
      prefixTokens: [],
      answers,
    },
    withDecoder: async (work) => {
      const run = decoder.start(picture);
      try {
        return await work(async (signal, tokens, beamIndices) => {
          await messageTurn();
          return run.step(signal, tokens, beamIndices);
        });
      } finally {
        run.dispose();
      }
    },
    read: ({ tokens, score, finished }) => ({
      text: tokenizer.decode(tokens, { detokenize }),
      tokens,
      score,
      finished,
    }),
    isHidden,
  };
}
