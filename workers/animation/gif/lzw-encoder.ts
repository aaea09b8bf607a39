import type { ByteBuffer } from './byte-buffer.ts';

const mostCodes = 4096;
const mostBlockBytes = 255;

/** Packs codes of growing width into a chain of GIF data sub-blocks, lowest bits first. */
class CodeWriter {
  readonly #target: ByteBuffer;
  /** Where the length byte of the sub-block being written stands. */
  #blockStart: number;
  #bits = 0;
  #bitCount = 0;

  constructor(target: ByteBuffer) {
    this.#target = target;
    this.#blockStart = target.length;
    target.byte(0);
  }

  write(code: number, width: number): void {
    this.#bits |= code << this.#bitCount;
    this.#bitCount += width;
    while (this.#bitCount >= 8) {
      this.#byte(this.#bits & 0xff);
      this.#bits >>>= 8;
      this.#bitCount -= 8;
    }
  }

  finish(): void {
    if (this.#bitCount > 0) this.#byte(this.#bits);
    // An open sub-block without data is the chain's terminator already.
    if (this.#blockBytes() > 0) {
      this.#closeBlock();
    }
  }

  #blockBytes(): number {
    return this.#target.length - this.#blockStart - 1;
  }

  #byte(value: number): void {
    this.#target.byte(value);
    if (this.#blockBytes() === mostBlockBytes) this.#closeBlock();
  }

  #closeBlock(): void {
    this.#target.set(this.#blockStart, this.#blockBytes());
    this.#blockStart = this.#target.length;
    this.#target.byte(0);
  }
}

/** Encodes GIF's variable-width LZW (GIF89a specification, appendix F). Its table is used again for each image. */
export class LzwEncoder {
  /** The code of a string followed by an index, at `string << 8 | index`; 0 if there is none yet. */
  readonly #codes = new Uint16Array(mostCodes << 8);
  /** Where codes were put, to take them out again. */
  readonly #used = new Uint32Array(mostCodes);

  /**
   * Writes the minimum code size and the data sub-blocks.
   *
   * @param indices At least one.
   * @param bits Every index is below 2 ** bits; from 1 to 8.
   */
  encode(indices: Uint8Array, bits: number, target: ByteBuffer): void {
    const codes = this.#codes;
    const used = this.#used;
    const codeSize = Math.max(2, bits);
    const clear = 1 << codeSize;
    const firstFree = clear + 2;
    target.byte(codeSize);
    const writer = new CodeWriter(target);
    let width = codeSize + 1;
    let next = firstFree;
    const forget = (): void => {
      for (let code = firstFree; code < next; code++) codes[used[code]] = 0;
      width = codeSize + 1;
      next = firstFree;
    };
    writer.write(clear, width);
    let string = indices[0];
    for (let at = 1; at < indices.length; at++) {
      const index = indices[at];
      const key = (string << 8) | index;
      const known = codes[key];
      if (known !== 0) {
        string = known;
        continue;
      }
      writer.write(string, width);
      string = index;
      if (next < mostCodes) {
        codes[key] = next;
        used[next] = key;
        // The decoder makes each code one step later, and so widens one step later.
        if (next === 1 << width) width++;
        next++;
      } else {
        writer.write(clear, width);
        forget();
      }
    }
    writer.write(string, width);
    // The decoder has now made the last code as well.
    if (next === 1 << width && width < 12) width++;
    writer.write(clear + 1, width);
    writer.finish();
    forget();
  }
}
