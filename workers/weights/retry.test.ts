import { expect, it } from 'vitest';
import { OfaError } from '../protocol/errors.ts';
import { retry, type Attempt } from './retry.ts';

const failure: Attempt<string> = { ok: false, error: new OfaError('download-failed', 'no'), again: true };
const never = new AbortController().signal;

function clockWith(random: number) {
  const pauses: number[] = [];
  return {
    pauses,
    random: () => random,
    sleep: (_: AbortSignal, milliseconds: number) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
  };
}

it('doubles its pauses from half a second to eight seconds, then throws the last error', async () => {
  const clock = clockWith(0);
  await expect(retry(never, clock, 7, () => Promise.resolve(failure))).rejects.toBe(
    failure.ok || failure.error,
  );
  expect(clock.pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000]);
});

it('shortens a pause by up to a half at random', async () => {
  const clock = clockWith(0.5);
  await expect(retry(never, clock, 3, () => Promise.resolve(failure))).rejects.toThrow('no');
  expect(clock.pauses).toEqual([375, 750]);
});

it('returns the first value it gets', async () => {
  const outcomes: Attempt<string>[] = [failure, { ok: true, value: 'here' }];
  const value = await retry(never, clockWith(0), 5, () => Promise.resolve(outcomes.shift() ?? failure));
  expect(value).toBe('here');
  expect(outcomes).toEqual([]);
});

it('does not try again what is hopeless', async () => {
  const clock = clockWith(0);
  await expect(retry(never, clock, 5, () => Promise.resolve({ ...failure, again: false }))).rejects.toThrow();
  expect(clock.pauses).toEqual([]);
});

it('makes no attempt after an abort during a pause', async () => {
  const stop = new AbortController();
  const reason = new DOMException('stopped', 'AbortError');
  let attempts = 0;
  const clock = {
    random: () => 0,
    sleep: () => {
      stop.abort(reason);
      return Promise.resolve();
    },
  };
  const attempt = () => {
    attempts++;
    return Promise.resolve(failure);
  };
  await expect(retry(stop.signal, clock, 5, attempt)).rejects.toBe(reason);
  expect(attempts).toBe(1);
});
