const mebibyte = 2 ** 20;
/** From this size on bytes are handed to the browser, which may keep them on disk. */
const most = 16 * mebibyte;

/** Gathers a file of any length without holding it in JavaScript's memory. */
export class BlobBuilder {
  #parts: BlobPart[] = [];
  #held = 0;

  add(bytes: Uint8Array<ArrayBuffer>): void {
    this.#parts.push(bytes);
    this.#held += bytes.length;
    if (this.#held < most) return;
    this.#parts = [new Blob(this.#parts)];
    this.#held = 0;
  }

  build(type: string): Blob {
    return new Blob(this.#parts, { type });
  }
}
