/** Files that are almost right: bytes changed, numbers replaced, pieces cut, doubled, moved and exchanged. */
import type { Random } from './fuzz.ts';

/** Numbers at which arithmetic goes wrong, by their width in bytes. */
const edges: Readonly<Record<1 | 2 | 4 | 8, readonly bigint[]>> = {
  1: [0n, 1n, 0x7fn, 0x80n, 0xffn],
  2: [0n, 1n, 0x7fffn, 0x8000n, 0xffffn],
  4: [0n, 1n, 0x7fff_ffffn, 0x8000_0000n, 0xffff_ffffn, 30_000n],
  8: [0n, 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 64n - 1n],
};
const widths = [1, 2, 4, 8] as const;
/** Keeps inputs small enough for many a second. */
const mostBytes = 64 * 1024;

type Bytes = Uint8Array<ArrayBuffer>;

function joined(...pieces: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function changeByte(random: Random, bytes: Bytes): Bytes {
  const changed = bytes.slice();
  changed[random(changed.length)] ^= 1 << random(8);
  return changed;
}

function randomByte(random: Random, bytes: Bytes): Bytes {
  const changed = bytes.slice();
  changed[random(changed.length)] = random(256);
  return changed;
}

function replaceNumber(random: Random, bytes: Bytes): Bytes {
  const width = widths[random(widths.length)];
  if (bytes.length < width) return bytes;
  const changed = bytes.slice();
  const at = random(bytes.length - width + 1);
  const value = edges[width][random(edges[width].length)];
  const bigEndian = random(2) === 0;
  for (let index = 0; index < width; index += 1) {
    const shift = BigInt(8 * (bigEndian ? width - 1 - index : index));
    changed[at + index] = Number((value >> shift) & 0xffn);
  }
  return changed;
}

function cutOut(random: Random, bytes: Bytes): Bytes {
  const start = random(bytes.length);
  return joined(bytes.subarray(0, start), bytes.subarray(start + 1 + random(16)));
}

function truncate(random: Random, bytes: Bytes): Bytes {
  return bytes.slice(0, random(bytes.length));
}

function double(random: Random, bytes: Bytes): Bytes {
  const start = random(bytes.length);
  const end = Math.min(bytes.length, start + 1 + random(64));
  return joined(bytes.subarray(0, end), bytes.subarray(start, end), bytes.subarray(end));
}

function exchange(random: Random, bytes: Bytes, other: Bytes): Bytes {
  const length = 1 + random(Math.max(1, other.length));
  const from = random(other.length + 1);
  const at = random(bytes.length);
  return joined(bytes.subarray(0, at), other.subarray(from, from + length), bytes.subarray(at + length));
}

const variations = [changeByte, randomByte, replaceNumber, replaceNumber, cutOut, truncate, double, exchange];

/** `bytes` changed in one to four places, some of them replaced by pieces of `other`. */
export function varyBytes(random: Random, bytes: Bytes, other: Bytes): Bytes {
  let varied = bytes;
  for (let count = 1 + random(4); count > 0; count -= 1) {
    if (varied.length === 0) return Uint8Array.of(random(256));
    varied = variations[random(variations.length)](random, varied, other);
  }
  return varied.subarray(0, mostBytes);
}

/** Bytes as text for `parseBytes`. */
export function printBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** The bytes that `printBytes` has printed. */
export function parseBytes(text: string): Bytes {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}
