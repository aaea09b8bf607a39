import { expect, it } from 'vitest';
import { runExclusively, stolen } from './exclusive.ts';

const never = new AbortController().signal;

it('takes a lock from a worker that will not let go of it', async () => {
  const held = Promise.withResolvers<void>();
  const holder = navigator.locks.request('work', async () => {
    held.resolve();
    await new Promise(() => undefined);
  });
  await held.promise;
  const waits: string[] = [];
  const onWait = (): void => void waits.push('waits');
  expect(
    await runExclusively(never, stolen(navigator.locks), 'work', onWait, () => Promise.resolve('done')),
  ).toBe('done');
  expect(waits).toEqual([]);
  await expect(holder).rejects.toMatchObject({ name: 'AbortError' });
});
