import { OfaError } from '../protocol/errors.ts';
import { pixelsOf } from './pixels.ts';

/** A canvas whose pixels are read back again and again. @throws OfaError `out-of-memory` */
function createContext(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new OfaError('out-of-memory', `No canvas of ${width} × ${height}`);
  return context;
}

/** Draws pictures at a size and reads their pixels. */
export class PixelReader {
  readonly #context: OffscreenCanvasRenderingContext2D;

  /** @throws OfaError `out-of-memory` */
  constructor(width: number, height: number) {
    this.#context = createContext(width, height);
    this.#context.imageSmoothingQuality = 'high';
  }

  /** The picture at the reader's size, [height, width] packed pixels. */
  read(picture: CanvasImageSource): Uint32Array<ArrayBuffer> {
    const { width, height } = this.#context.canvas;
    this.#context.clearRect(0, 0, width, height);
    this.#context.drawImage(picture, 0, 0, width, height);
    return pixelsOf(this.#context.getImageData(0, 0, width, height));
  }
}

/** Resamples packed pixels as the canvas does, which is how the page draws pictures at other sizes. */
export class Resampler {
  readonly #source: OffscreenCanvasRenderingContext2D;
  readonly #target: PixelReader;
  readonly #image: ImageData;

  /** @throws OfaError `out-of-memory` */
  constructor(from: { width: number; height: number }, to: { width: number; height: number }) {
    this.#source = createContext(from.width, from.height);
    this.#image = this.#source.createImageData(from.width, from.height);
    this.#target = new PixelReader(to.width, to.height);
  }

  resample(pixels: Uint32Array): Uint32Array<ArrayBuffer> {
    pixelsOf(this.#image).set(pixels);
    this.#source.putImageData(this.#image, 0, 0);
    return this.#target.read(this.#source.canvas);
  }
}
