import type { CaptionEvent, CaptionOptions, CaptionResult } from '../protocol/caption-service.ts';
import type { GenerationSettings, Hypothesis } from '../protocol/generation.ts';
import type { ModelManifest } from '../protocol/model-folder.ts';
import type { CaptionModel } from './caption-model.ts';
import { captionSettings } from './caption-settings.ts';
import { beamSearch, type SearchProgress } from './generate/beam-search.ts';
import { messageTurn } from './message-turn.ts';
import type { EncodedPicture } from './session/encoder-session.ts';

/**
 * A picture file as the network's input `pixel_values` [1, 3, S, S], float32. Throws an `image-…` code for what is no
 * picture, the signal's reason on abort.
 */
export type PreparePicture = (
  signal: AbortSignal,
  image: Blob,
  preprocessing: ModelManifest['preprocessing'],
) => Promise<Float32Array>;

/**
 * Captions one picture. An abort is heard between the phases and before every decoder step.
 *
 * @throws OfaError `setting-invalid`, `no-hypothesis`, `backend-failed`, `out-of-memory` or what `preparePicture` throws;
 *   the signal's reason on abort
 */
export async function caption(
  signal: AbortSignal,
  model: CaptionModel,
  preparePicture: PreparePicture,
  image: Blob,
  options: CaptionOptions,
  onEvent: (event: CaptionEvent) => void,
): Promise<CaptionResult> {
  const { manifest, variant, tokenizer } = model;
  const { preprocessing, prompt } = manifest;
  const settings = captionSettings(manifest, variant, options.settings ?? {}, tokenizer);

  onEvent({ phase: 'preprocess' });
  const started = performance.now();
  const pixelValues = await preparePicture(signal, image, preprocessing);
  const prepared = performance.now();

  onEvent({ phase: 'encode' });
  await messageTurn();
  const picture = await model.encoder.encode(
    signal,
    pixelValues,
    preprocessing.patchImageSize,
    prompt.tokenIds,
  );
  const encoded = performance.now();

  try {
    let steps = 0;
    const hypotheses = await decode(signal, model, picture, settings, ({ step, maxSteps, hypotheses }) => {
      steps = step;
      const readable = hypotheses.map((hypothesis) => withText(model, hypothesis));
      onEvent({ phase: 'decode', step, maxSteps, hypotheses: readable });
    });
    const timings = {
      preprocess: prepared - started,
      encode: encoded - prepared,
      decode: performance.now() - encoded,
      steps,
    };
    return { hypotheses, timings };
  } finally {
    picture.dispose();
  }
}

async function decode(
  signal: AbortSignal,
  model: CaptionModel,
  picture: EncodedPicture,
  settings: GenerationSettings,
  onProgress: (progress: SearchProgress) => void,
): Promise<readonly Hypothesis[]> {
  const run = model.decoder.start(picture);
  try {
    const finished = await beamSearch(
      signal,
      async (stepSignal, tokens, beamIndices) => {
        await messageTurn();
        return run.step(stepSignal, tokens, beamIndices);
      },
      {
        settings,
        specialTokens: model.tokenizer,
        promptTokens: model.manifest.prompt.tokenIds,
        vocabularySize: model.tokenizer.vocabularySize,
        prefixTokens: [],
        answers: model.answers,
      },
      onProgress,
    );
    return finished.map(({ tokens, score }) => withText(model, { tokens, score, finished: true }));
  } finally {
    run.dispose();
  }
}

function withText(
  { tokenizer, manifest }: CaptionModel,
  { tokens, score, finished }: Omit<Hypothesis, 'text'>,
): Hypothesis {
  const { detokenize } = manifest.generation;
  return { text: tokenizer.decode(tokens, { detokenize }), tokens, score, finished };
}
