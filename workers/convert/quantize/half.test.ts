import { describe, expect, it } from 'vitest';
import { toFloat16 } from './half.ts';

/** The number that the bits of a half stand for. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function half(value: number): number {
  return fromHalf(toFloat16(Float32Array.of(value))[0]);
}

const finiteHalves = Array.from({ length: 0x7c00 }, (_, bits) => bits);

describe('toFloat16', () => {
  it('leaves every half as it is, of either sign', () => {
    const positive = Float32Array.from(finiteHalves, fromHalf);
    expect(toFloat16(positive)).toEqual(Uint16Array.from(finiteHalves));
    expect(toFloat16(positive.map((value) => -value))).toEqual(
      Uint16Array.from(finiteHalves, (bits) => bits | 0x8000),
    );
  });

  it('rounds what lies between two halves to the nearer one, and to the even one in the middle', () => {
    for (const bits of finiteHalves.slice(0, -1)) {
      const [low, high] = [fromHalf(bits), fromHalf(bits + 1)];
      const step = high - low;
      const middle = bits % 2 === 0 ? bits : bits + 1;
      const values = Float32Array.of(low + step / 4, low + step / 2, low + (3 * step) / 4);
      expect([...toFloat16(values)]).toEqual([bits, middle, bits + 1]);
    }
  });

  it('saturates finite values beyond the largest half, keeps infinities and NaN', () => {
    expect([half(65_520), half(-1e38), half(65_519)]).toEqual([65_504, -65_504, 65_504]);
    expect([half(Infinity), half(-Infinity), half(NaN)]).toEqual([Infinity, -Infinity, NaN]);
  });

  it('reads a view into a larger buffer', () => {
    expect(toFloat16(Float32Array.of(9, 1, 2).subarray(1))).toEqual(Uint16Array.of(0x3c00, 0x4000));
  });
});
