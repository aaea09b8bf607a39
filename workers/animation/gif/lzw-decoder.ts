const mostCodes = 4096;

export interface LzwResult {
  /** Colour indices that were there; fewer than asked for if the data ends in good order before. */
  readonly written: number;
  /** True if a code cannot occur where it stands, or the file ends inside the data. */
  readonly damaged: boolean;
}

/** Takes codes of growing width out of a chain of GIF data sub-blocks, lowest bits first. */
class CodeReader {
  readonly #bytes: Uint8Array;
  #position: number;
  #blockEnd: number;
  #bits = 0;
  #bitCount = 0;
  /** True if the file ended before the chain's terminator. */
  cut = false;

  /** @param position Of the first sub-block's length byte. */
  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.#position = position;
    this.#blockEnd = position;
  }

  /** The next code, or -1 where the data ends. */
  read(width: number): number {
    while (this.#bitCount < width) {
      if (this.#position === this.#blockEnd && !this.#enterBlock()) return -1;
      this.#bits |= this.#bytes[this.#position++] << this.#bitCount;
      this.#bitCount += 8;
    }
    const code = this.#bits & ((1 << width) - 1);
    this.#bits >>>= width;
    this.#bitCount -= width;
    return code;
  }

  #enterBlock(): boolean {
    const length = this.#bytes[this.#position];
    if (length === 0) return false;
    const start = this.#position + 1;
    // Also true of an undefined length, past the end of the file.
    if (!(start + length <= this.#bytes.length)) {
      this.cut = true;
      return false;
    }
    this.#position = start;
    this.#blockEnd = start + length;
    return true;
  }
}

/** Decodes GIF's variable-width LZW (GIF89a specification, appendix F). Its tables are used again for each image. */
export class LzwDecoder {
  readonly #prefix = new Uint16Array(mostCodes);
  readonly #suffix = new Uint8Array(mostCodes);
  readonly #length = new Uint16Array(mostCodes);

  /**
   * Writes colour indices until `indices` is full or the data ends; surplus data is ignored, as browsers do.
   *
   * @param position In `bytes`, of the byte that gives the minimum code size; the data sub-blocks follow it.
   */
  decode(bytes: Uint8Array, position: number, indices: Uint8Array): LzwResult {
    if (indices.length === 0) return { written: 0, damaged: false };
    const codeSize = bytes[position];
    if (!(codeSize >= 1 && codeSize <= 8)) return { written: 0, damaged: true };
    const prefix = this.#prefix;
    const suffix = this.#suffix;
    const length = this.#length;
    const clear = 1 << codeSize;
    const end = clear + 1;
    for (let code = 0; code < clear; code++) {
      suffix[code] = code;
      length[code] = 1;
    }
    const reader = new CodeReader(bytes, position + 1);
    let width = codeSize + 1;
    let next = end + 1;
    let previous = -1;
    let written = 0;
    for (;;) {
      const code = reader.read(width);
      if (code < 0) return { written, damaged: reader.cut };
      if (code === end) return { written, damaged: false };
      if (code === clear) {
        width = codeSize + 1;
        next = end + 1;
        previous = -1;
        continue;
      }
      if (previous < 0) {
        if (code > end) return { written, damaged: true };
        indices[written++] = code;
        previous = code;
        if (written === indices.length) return { written, damaged: false };
        continue;
      }
      if (code > next || (code === next && next === mostCodes)) return { written, damaged: true };
      // A code that is about to be made is the previous string followed by its own first index.
      const known = code < next ? code : previous;
      const stop = written + length[known];
      let at = stop - 1;
      let part = known;
      for (; part > end; part = prefix[part]) {
        if (at < indices.length) indices[at] = suffix[part];
        at--;
      }
      const first = suffix[part];
      if (at < indices.length) indices[at] = first;
      written = stop;
      if (code === next) {
        if (written < indices.length) indices[written] = first;
        written++;
      }
      if (next < mostCodes) {
        prefix[next] = previous;
        suffix[next] = first;
        length[next] = length[previous] + 1;
        next++;
        // The last code keeps its 12 bits: encoders may go on with a full table.
        if (next === 1 << width && width < 12) width++;
      }
      previous = code;
      if (written >= indices.length) return { written: indices.length, damaged: false };
    }
  }
}
