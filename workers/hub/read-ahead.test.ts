import { expect, it } from 'vitest';
import { deferred } from '../testing/deferred.ts';
import { readAhead } from './read-ahead.ts';

const never = new AbortController().signal;

async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const collected: Value[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

it('gives the values in order, whatever the order in which they arrive', async () => {
  const last = deferred();
  const read = async (_: AbortSignal, index: number) => {
    if (index === 2) last.resolve();
    if (index === 0) await last.promise;
    return index * 10;
  };
  expect(await collect(readAhead(never, 3, 5, read))).toEqual([0, 10, 20, 30, 40]);
});

it('reads no more at a time than it was told', async () => {
  let reading = 0;
  let most = 0;
  const read = async () => {
    most = Math.max(most, ++reading);
    await Promise.resolve();
    reading--;
  };
  for await (const _ of readAhead(never, 3, 20, read)) expect(most).toBeLessThanOrEqual(3);
  expect(most).toBe(3);
});

it('stops all others when one fails, and throws once they have ended', async () => {
  let ended = 0;
  const read = (signal: AbortSignal, index: number) =>
    index === 1
      ? Promise.reject(new Error('broken'))
      : new Promise<number>((resolve, reject) => {
          if (index === 0) resolve(0);
          signal.addEventListener('abort', () => {
            ended++;
            reject(signal.reason as Error);
          });
        });
  await expect(collect(readAhead(never, 3, 9, read))).rejects.toThrow('broken');
  expect(ended).toBeGreaterThanOrEqual(2);
});

it('lets nothing go on after its reader has left', async () => {
  const signals: AbortSignal[] = [];
  const read = (signal: AbortSignal, index: number) => {
    signals.push(signal);
    return Promise.resolve(index);
  };
  for await (const value of readAhead(never, 2, 9, read)) if (value === 3) break;
  expect(signals.length).toBeLessThan(9);
  expect(signals.every(({ aborted }) => aborted)).toBe(true);
});
