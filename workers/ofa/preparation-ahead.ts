import type { ModelManifest } from '../protocol/model-folder.ts';
import type { PreparePicture } from './picture-encoder.ts';

type Preprocessing = ModelManifest['preprocessing'];

function isSame(left: Preprocessing, right: Preprocessing): boolean {
  return (
    left.patchImageSize === right.patchImageSize &&
    left.mean.join() === right.mean.join() &&
    left.std.join() === right.std.join()
  );
}

/**
 * Pictures whose preparation may begin before their turn: decoding leaves this thread, and the rest fills the gaps
 * between the decoder steps of the picture before.
 */
export class PreparationAhead {
  readonly #preparePicture: PreparePicture;
  readonly #begun = new WeakMap<
    Blob,
    { readonly preprocessing: Preprocessing; readonly pixelValues: Promise<Float32Array> }
  >();

  constructor(preparePicture: PreparePicture) {
    this.#preparePicture = preparePicture;
  }

  /** Begins with a picture. What goes wrong, an abort as well, is thrown by its `prepare`. */
  begin(signal: AbortSignal, image: Blob, preprocessing: Preprocessing): void {
    const pixelValues = this.#preparePicture(signal, image, preprocessing);
    pixelValues.catch(() => {});
    this.#begun.set(image, { preprocessing, pixelValues });
  }

  /** What was begun of this very blob for this `preprocessing`, else a preparation that begins now. */
  prepare: PreparePicture = (signal, image, preprocessing) => {
    const begun = this.#begun.get(image);
    this.#begun.delete(image);
    return begun !== undefined && isSame(begun.preprocessing, preprocessing)
      ? begun.pixelValues
      : this.#preparePicture(signal, image, preprocessing);
  };
}
