import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { patience } from './captions/patience.ts';
import { watchSilence } from './watchdog.ts';

const limits = { ...patience, start: 2, encode: 10 };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function watch() {
  const silences: number[] = [];
  return { silences, watchdog: watchSilence(limits, (seconds) => silences.push(seconds)) };
}

it('barks when a call has brought nothing for too long', () => {
  const { silences, watchdog } = watch();
  watchdog.begin();
  vi.advanceTimersByTime(2500);
  expect(silences).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(silences).toEqual([2]);
});

it('allows each phase its own time, from its last sign of life on', () => {
  const { silences, watchdog } = watch();
  watchdog.begin();
  vi.advanceTimersByTime(1500);
  watchdog.heard('encode');
  vi.advanceTimersByTime(9500);
  watchdog.heard('encode');
  vi.advanceTimersByTime(9500);
  expect(silences).toEqual([]);
  vi.advanceTimersByTime(2000);
  expect(silences).toEqual([10]);
});

it('gives a call the time that the one before it may still need', () => {
  const { silences, watchdog } = watch();
  watchdog.begin();
  watchdog.heard('encode');
  watchdog.end();
  watchdog.begin();
  vi.advanceTimersByTime(9500);
  expect(silences).toEqual([]);
  vi.advanceTimersByTime(1500);
  expect(silences).toEqual([10]);
});

it('is quiet while nothing is asked of the worker', () => {
  const { silences, watchdog } = watch();
  watchdog.begin();
  watchdog.begin();
  watchdog.end();
  watchdog.end();
  vi.advanceTimersByTime(3_600_000);
  expect(silences).toEqual([]);
});
