import { expect, it } from 'vitest';
import { randomNumbers } from '../../testing/random.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { LzwDecoder } from './lzw-decoder.ts';
import { LzwEncoder } from './lzw-encoder.ts';

const encoder = new LzwEncoder();
const decoder = new LzwDecoder();

function encode(indices: Uint8Array, bits: number): Uint8Array {
  const buffer = new ByteBuffer();
  encoder.encode(indices, bits, buffer);
  return buffer.take();
}

function decode(bytes: Uint8Array, length: number) {
  const indices = new Uint8Array(length);
  return { ...decoder.decode(bytes, 0, indices), indices };
}

/** Long enough to fill the table of 4,096 codes several times. */
const long = 60_000;
const random = randomNumbers(7);
const contents = {
  'one colour': () => 0,
  'a ramp': (at: number) => at,
  noise: () => random(256),
  'noise with runs': (at: number) => (at % 100 < 70 ? 3 : random(256)),
  'a pattern of two rows': (at: number) => (at % 640 < 320 ? at % 7 : at % 5),
};

it.each(Object.keys(contents))('gives back %s, at every number of bits and many lengths', (name) => {
  const content = contents[name as keyof typeof contents];
  for (const bits of [1, 2, 3, 5, 8]) {
    for (const length of [1, 2, 3, 6, 7, 255, 256, 4093, 4094, 4095, 4096, 4097, long]) {
      const indices = Uint8Array.from({ length }, (_, at) => content(at) % 2 ** bits);
      const bytes = encode(indices, bits);
      const decoded = decode(bytes, length);
      expect(decoded).toMatchObject({ written: length, damaged: false });
      expect(decoded.indices).toEqual(indices);
    }
  }
});

it('writes sub-blocks of at most 255 bytes, and a terminator last', () => {
  const bytes = encode(
    Uint8Array.from({ length: long }, () => random(256)),
    8,
  );
  let position = 1;
  while (bytes[position] !== 0) position += 1 + bytes[position];
  expect(position).toBe(bytes.length - 1);
});

it('needs little room for a repeated pattern', () => {
  expect(encode(new Uint8Array(long), 8).length).toBeLessThan(600);
});

it('leaves surplus data alone', () => {
  const bytes = encode(Uint8Array.of(1, 2, 3, 1, 2, 3, 1, 2, 3), 2);
  expect(decode(bytes, 4)).toMatchObject({ written: 4, damaged: false, indices: Uint8Array.of(1, 2, 3, 1) });
});

it('says how many pixels there were if the data ends in good order', () => {
  const bytes = encode(Uint8Array.of(1, 2, 3), 2);
  expect(decode(bytes, 5)).toMatchObject({ written: 3, damaged: false });
});

it('finds data damaged that is cut inside a sub-block', () => {
  const bytes = encode(
    Uint8Array.from({ length: 1000 }, () => random(256)),
    8,
  );
  expect(decode(bytes.subarray(0, 400), 1000).damaged).toBe(true);
});

// Three-bit codes, lowest bits first, after the minimum code size 2: 4 clears, 5 ends, 6 is the first free code.
it.each([
  ['a code that was not made yet', [2, 2, 0b00_111_000, 0b0, 0]],
  ['a first code that is no colour', [2, 2, 0b00_110_100, 0b0, 0]],
  ['a code size of 0', [0, 1, 0, 0]],
  ['a code size of 9', [9, 1, 0, 0]],
  ['no data at all', []],
])('finds data damaged by %s', (_, bytes) => {
  expect(decode(Uint8Array.from(bytes), 10).damaged).toBe(true);
});
