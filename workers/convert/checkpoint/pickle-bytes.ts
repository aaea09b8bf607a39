/** The operands of a pickle's instructions, read in order; running past the end is an error. */
import { OfaError } from '../../protocol/errors.ts';

/** Module and class names are short. */
const maxLineBytes = 1024;

export class PickleBytes {
  readonly name: string;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The error for a pickle that is not well-formed at this place. */
  damaged(what: string): OfaError {
    const message = `${this.name} is damaged near byte ${this.#at}: ${what}`;
    return new OfaError('checkpoint-damaged', message, { file: this.name, offset: this.#at });
  }

  #take(count: number): number {
    const start = this.#at;
    if (start + count > this.#bytes.length) throw this.damaged('it ends too early');
    this.#at += count;
    return start;
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  uint64(): bigint {
    return this.#view.getBigUint64(this.#take(8), true);
  }

  bigEndianFloat64(): number {
    return this.#view.getFloat64(this.#take(8), false);
  }

  /** A two's complement integer of `count` bytes; offsets and sizes fit a double exactly, others are refused. */
  longInteger(count: number): number {
    const start = this.#take(count);
    let value = 0n;
    for (let index = count - 1; index >= 0; index--) {
      value = (value << 8n) | BigInt(this.#bytes[start + index]);
    }
    const number = Number(BigInt.asIntN(8 * count, value));
    if (!Number.isSafeInteger(number)) throw this.damaged('a number is too large');
    return number;
  }

  /** `count` bytes of UTF-8. */
  text(count: number): string {
    const start = this.#take(count);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        this.#bytes.subarray(start, start + count),
      );
    } catch {
      throw this.damaged('a text is not UTF-8');
    }
  }

  /** Text up to the next line feed. */
  line(): string {
    const length = this.#bytes.subarray(this.#at, this.#at + maxLineBytes).indexOf(0x0a);
    if (length < 0) throw this.damaged('a name does not end');
    const line = this.text(length);
    this.#take(1);
    return line;
  }
}
