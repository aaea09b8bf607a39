import { expect, it } from 'vitest';
import { runExclusively, stolen } from './exclusive.ts';

const never = new AbortController().signal;

it('takes a lock from whoever will not let go of it, whose work goes on', async () => {
  const held = Promise.withResolvers<void>();
  const end = Promise.withResolvers<string>();
  const holder = runExclusively(
    never,
    navigator.locks,
    'work',
    () => undefined,
    () => {
      held.resolve();
      return end.promise;
    },
  );
  await held.promise;
  const waits: string[] = [];
  const onWait = (): void => void waits.push('waits');
  expect(
    await runExclusively(never, stolen(navigator.locks), 'work', onWait, () => Promise.resolve('done')),
  ).toBe('done');
  expect(waits).toEqual([]);
  end.resolve('done later');
  expect(await holder).toBe('done later');
});
