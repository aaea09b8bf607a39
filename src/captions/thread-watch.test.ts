import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchThread } from './thread-watch.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A thread that answers until it is frozen. */
function thread() {
  const state = { pings: 0, isFrozen: false, found: [] as number[] };
  const ping = (): Promise<void> => {
    state.pings += 1;
    return state.isFrozen ? new Promise(() => undefined) : Promise.resolve();
  };
  return { state, watch: watchThread(ping, 5, (seconds) => state.found.push(seconds)) };
}

it('finds a thread that has stopped answering, once', async () => {
  const { state, watch } = thread();
  watch.expect(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(state).toMatchObject({ pings: 10, found: [] });
  state.isFrozen = true;
  await vi.advanceTimersByTimeAsync(5_500);
  expect(state.found).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state).toMatchObject({ pings: 11, found: [5] });
});

it('leaves a thread alone that may be busy, and looks again afterwards', async () => {
  const { state, watch } = thread();
  watch.expect(true);
  state.isFrozen = true;
  await vi.advanceTimersByTimeAsync(3_500);
  watch.expect(false);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(state.found).toEqual([]);
  watch.expect(true);
  await vi.advanceTimersByTimeAsync(5_500);
  expect(state.found).toEqual([5]);
});

it('gives the whole time again at each sign of life', async () => {
  const { state, watch } = thread();
  watch.expect(true);
  state.isFrozen = true;
  for (let event = 0; event < 10; event += 1) {
    await vi.advanceTimersByTimeAsync(3_000);
    watch.expect(true);
  }
  expect(state.found).toEqual([]);
});
