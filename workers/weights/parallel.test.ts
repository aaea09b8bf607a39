import { expect, it } from 'vitest';
import { deferred } from '../testing/deferred.ts';
import { forEachParallel } from './parallel.ts';

const never = new AbortController().signal;

it('starts items in order, no more at a time than there are lanes', async () => {
  const gates = [deferred(), deferred(), deferred(), deferred()];
  const started: number[] = [];
  const done = forEachParallel(never, 2, [0, 1, 2, 3], async (_, item) => {
    started.push(item);
    await gates[item]?.promise;
  });
  expect(started).toEqual([0, 1]);
  gates[1]?.resolve();
  await expect.poll(() => started).toEqual([0, 1, 2]);
  for (const gate of gates) gate.resolve();
  await done;
  expect(started).toEqual([0, 1, 2, 3]);
});

it('aborts the others when one fails, starts no more, and throws the first failure', async () => {
  const failure = new Error('first');
  const started: number[] = [];
  let aborted: unknown;
  const work = async (signal: AbortSignal, item: number) => {
    started.push(item);
    if (item === 1) throw failure;
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    aborted = signal.reason;
    signal.throwIfAborted();
  };
  await expect(forEachParallel(never, 2, [0, 1, 2, 3], work)).rejects.toBe(failure);
  expect(started).toEqual([0, 1]);
  expect(aborted).toBe(failure);
});

it('starts nothing under an aborted signal', async () => {
  const signal = AbortSignal.abort();
  await expect(forEachParallel(signal, 2, [1], () => Promise.reject(new Error('started')))).rejects.toBe(
    signal.reason,
  );
});
