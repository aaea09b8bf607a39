import type { CaptionEvent, CaptionTimings, Resolution } from '../protocol/caption-service.ts';
import type { ModelManifest } from '../protocol/model-folder.ts';
import { sha256Hex } from '../weights/sha256.ts';
import type { CaptionModel } from './caption-model.ts';
import { messageTurn } from './message-turn.ts';
import { preprocessingAt } from './resolution.ts';
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

/** A picture ready for the decoder, and the milliseconds that it took. It lives until the next call. */
interface ReadyPicture {
  readonly picture: EncodedPicture;
  readonly timings: Pick<CaptionTimings, 'preprocess' | 'encode'>;
}

/** A larger file is not read a second time to be recognised; it is encoded anew. */
const mostRecognisedBytes = 64 * 1024 * 1024;

/**
 * Encodes pictures with a model and keeps the last one, so that another caption of the same file needs no encoder. Files
 * are recognised by their bytes: what comes from the page is a new `Blob` every time. At most one encoded picture is
 * held, in the memory of the GPU where the model runs there; it lives until another is asked for, or until `forget`.
 */
export class PictureEncoder {
  readonly #model: CaptionModel;
  readonly #prepare: PreparePicture;
  #kept:
    { readonly hash: string | null; readonly side: number; readonly picture: EncodedPicture } | undefined;

  constructor(model: CaptionModel, prepare: PreparePicture) {
    this.#model = model;
    this.#prepare = prepare;
  }

  /**
   * The picture at `resolution` as the decoder takes it. If it is still there from the call before, no phase is reported and both
   * timings are 0.
   *
   * @throws what preparing throws, OfaError `backend-failed` or `out-of-memory`, and the signal's reason on abort
   */
  async encode(
    signal: AbortSignal,
    image: Blob,
    resolution: Resolution | undefined,
    onEvent: (event: CaptionEvent) => void,
  ): Promise<ReadyPicture> {
    const { encoder, manifest } = this.#model;
    const preprocessing = preprocessingAt(manifest, resolution);
    const { patchImageSize: side } = preprocessing;
    const hash = image.size > mostRecognisedBytes ? null : await sha256Hex(await image.arrayBuffer());
    signal.throwIfAborted();
    const kept = this.#kept;
    if (kept !== undefined && hash !== null && kept.hash === hash && kept.side === side) {
      return { picture: kept.picture, timings: { preprocess: 0, encode: 0 } };
    }
    this.forget();

    onEvent({ phase: 'preprocess' });
    const started = performance.now();
    const pixelValues = await this.#prepare(signal, image, preprocessing);
    const prepared = performance.now();

    onEvent({ phase: 'encode' });
    await messageTurn();
    const picture = await encoder.encode(signal, pixelValues, side, manifest.prompt.tokenIds);
    this.#kept = { hash, side, picture };
    return {
      picture,
      timings: { preprocess: prepared - started, encode: performance.now() - prepared },
    };
  }

  /** Frees the picture that is kept. */
  forget(): void {
    this.#kept?.picture.dispose();
    this.#kept = undefined;
  }
}
