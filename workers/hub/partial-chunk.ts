/** A chunk that is arriving. */
export class PartialChunk {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #onReceived: (bytes: number) => void;
  #received = 0;

  /** `beginning` is what is here already; `onReceived` is told how many bytes are. */
  constructor(length: number, beginning: ArrayBuffer | undefined, onReceived: (bytes: number) => void) {
    this.#bytes = new Uint8Array(length);
    this.#onReceived = onReceived;
    if (beginning !== undefined) this.append(new Uint8Array(beginning));
  }

  get length(): number {
    return this.#bytes.length;
  }

  get received(): number {
    return this.#received;
  }

  get complete(): boolean {
    return this.#received === this.#bytes.length;
  }

  /** False, and nothing is taken, if there is no room for so much. */
  append(bytes: Uint8Array): boolean {
    if (bytes.length > this.#bytes.length - this.#received) return false;
    this.#bytes.set(bytes, this.#received);
    this.#setReceived(this.#received + bytes.length);
    return true;
  }

  /** Forgets what came after the first `received` bytes. */
  rewind(received: number): void {
    this.#setReceived(received);
  }

  /** A copy of what is here. */
  beginning(): ArrayBuffer {
    return this.#bytes.slice(0, this.#received).buffer;
  }

  /** The chunk's own buffer; call when complete. */
  whole(): ArrayBuffer {
    return this.#bytes.buffer;
  }

  #setReceived(received: number): void {
    this.#received = received;
    this.#onReceived(received);
  }
}
