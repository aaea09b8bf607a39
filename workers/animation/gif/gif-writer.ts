import { ByteBuffer } from './byte-buffer.ts';
import type { Disposal } from './gif-file.ts';
import { LzwEncoder } from './lzw-encoder.ts';
import type { Rectangle } from '../rectangle.ts';

/** A frame to be written. */
export interface GifImage {
  readonly area: Rectangle;
  /** Hundredths of a second. */
  readonly delay: number;
  readonly disposal: Disposal;
  /** The colour index that leaves a pixel as it is, or -1. */
  readonly transparentIndex: number;
  /** Red, green and blue of at most 256 indices, the frame's own; null to use the file's. */
  readonly colours: Uint8Array | null;
  /** Of each pixel of `area`, row by row. */
  readonly indices: Uint8Array;
}

const disposalCodes: Readonly<Record<Disposal, number>> = { keep: 1, clear: 2, restore: 3 };

/** How many bits number the colours of a table: from 1 to 8. */
function tableBits(colours: Uint8Array): number {
  return Math.max(1, Math.ceil(Math.log2(colours.length / 3)));
}

/**
 * Writes a GIF89a piece by piece: `header`, any number of `frame`, `trailer`. Each returns the bytes that come next in
 * the file.
 */
export class GifWriter {
  readonly #buffer = new ByteBuffer();
  readonly #encoder = new LzwEncoder();
  readonly #width: number;
  readonly #height: number;
  readonly #colours: Uint8Array;

  /** @param colours Red, green and blue of up to 256 indices, for frames that have none of their own. */
  constructor(width: number, height: number, colours: Uint8Array) {
    this.#width = width;
    this.#height = height;
    this.#colours = colours;
  }

  /** @param repetitions After the first time: 0, up to 65,535, or `Infinity`. */
  header(repetitions: number): Uint8Array<ArrayBuffer> {
    const buffer = this.#buffer;
    this.#ascii('GIF89a');
    buffer.uint16(this.#width);
    buffer.uint16(this.#height);
    // Eight bits a colour in the original; the size of the table follows.
    buffer.byte(0x80 | (7 << 4) | (tableBits(this.#colours) - 1));
    // No background colour, square pixels.
    buffer.bytes([0, 0]);
    this.#table(this.#colours);
    if (repetitions > 0) {
      buffer.bytes([0x21, 0xff, 11]);
      this.#ascii('NETSCAPE2.0');
      buffer.bytes([3, 1]);
      buffer.uint16(repetitions === Infinity ? 0 : Math.min(repetitions, 0xffff));
      buffer.byte(0);
    }
    return buffer.take();
  }

  frame({ area, delay, disposal, transparentIndex, colours, indices }: GifImage): Uint8Array<ArrayBuffer> {
    const buffer = this.#buffer;
    const transparent = transparentIndex >= 0;
    buffer.bytes([0x21, 0xf9, 4, (disposalCodes[disposal] << 2) | Number(transparent)]);
    buffer.uint16(delay);
    buffer.bytes([transparent ? transparentIndex : 0, 0, 0x2c]);
    buffer.uint16(area.left);
    buffer.uint16(area.top);
    buffer.uint16(area.width);
    buffer.uint16(area.height);
    buffer.byte(colours === null ? 0 : 0x80 | (tableBits(colours) - 1));
    if (colours !== null) this.#table(colours);
    this.#encoder.encode(indices, tableBits(colours ?? this.#colours), buffer);
    return buffer.take();
  }

  trailer(): Uint8Array<ArrayBuffer> {
    return Uint8Array.of(0x3b);
  }

  #ascii(text: string): void {
    this.#buffer.bytes(Array.from(text, (character) => character.charCodeAt(0)));
  }

  /** A colour table, filled up with black to a power of two. */
  #table(colours: Uint8Array): void {
    this.#buffer.bytes(colours);
    this.#buffer.bytes(new Uint8Array(3 * 2 ** tableBits(colours) - colours.length));
  }
}
