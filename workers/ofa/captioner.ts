import type { CaptionEvent, CaptionOptions, CaptionResult } from '../protocol/caption-service.ts';
import { hiddenWordTest } from '../protocol/hidden-words.ts';
import { completeSampling } from '../protocol/sampling.ts';
import { captionDecoding, type CaptionProgress } from './caption-decoding.ts';
import type { CaptionModel } from './caption-model.ts';
import { captionSettings } from './caption-settings.ts';
import { drawCaptions } from './draw-captions.ts';
import { PictureEncoder, type PreparePicture } from './picture-encoder.ts';
import { searchCaptions } from './search-captions.ts';

/**
 * Captions one picture and keeps nothing of it.
 *
 * @throws as `captionWith` does
 */
export async function caption(
  signal: AbortSignal,
  model: CaptionModel,
  preparePicture: PreparePicture,
  image: Blob,
  options: CaptionOptions,
  onEvent: (event: CaptionEvent) => void,
): Promise<CaptionResult> {
  const pictures = new PictureEncoder(model, preparePicture);
  try {
    return await captionWith(signal, model, pictures, image, options, onEvent);
  } finally {
    pictures.forget();
  }
}

/**
 * Captions a picture that `pictures`, an encoder of the same model, may still have. An abort is heard between the phases
 * and before every decoder step; the encoded picture outlives it.
 *
 * @throws OfaError `setting-invalid`, `no-hypothesis`, `backend-failed`, `out-of-memory` or what preparing the picture
 *   throws; the signal's reason on abort
 */
export async function captionWith(
  signal: AbortSignal,
  model: CaptionModel,
  pictures: PictureEncoder,
  image: Blob,
  options: CaptionOptions,
  onEvent: (event: CaptionEvent) => void,
): Promise<CaptionResult> {
  const settings = captionSettings(model.manifest, model.variant, options.settings ?? {}, model.tokenizer);
  const sampling = options.sampling === undefined ? null : completeSampling(options.sampling);
  const isHidden = hiddenWordTest(options.hiddenWords ?? []);

  const { picture, timings } = await pictures.encode(signal, image, options.resolution, onEvent);
  const decoding = captionDecoding(model, picture, settings, isHidden);
  const started = performance.now();
  let steps = 0;
  const onProgress = (progress: CaptionProgress) => {
    steps = progress.step;
    onEvent({ phase: 'decode', ...progress });
  };
  try {
    const list =
      sampling === null
        ? await searchCaptions(signal, decoding, onProgress)
        : await drawCaptions(signal, decoding, sampling, onProgress);
    return { ...list, timings: { ...timings, decode: performance.now() - started, steps } };
  } catch (error) {
    // What a lost device has left in its memory is of no use to the next caption.
    if (!signal.aborted) pictures.forget();
    throw error;
  }
}
