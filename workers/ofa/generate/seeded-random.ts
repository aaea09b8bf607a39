/** A number from 0 to below 1, a different one at every call. */
export type Random = () => number;

/** Weyl sequence and mixing constants of mulberry32 (Tommy Ettinger, public domain). */
const increment = 0x6d2b79f5;

/** Random numbers that are the same for the same `seed`, a whole number of 32 bits (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + increment) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
