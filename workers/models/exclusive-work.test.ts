import { expect, it } from 'vitest';
import { testModelsPlatform } from '../testing/models-platform.ts';
import { importLock, inTurn, workInProgress } from './exclusive-work.ts';

const never = new AbortController().signal;

const deny = (): Promise<never> => Promise.reject(new DOMException('denied', 'SecurityError'));

it('does the work at once where Web Locks are denied', async () => {
  const platform = { ...testModelsPlatform(), locks: { query: deny, request: deny } };
  expect(await workInProgress(platform)).toEqual([]);
  const done = await inTurn(
    never,
    platform,
    importLock,
    () => {},
    () => Promise.resolve('done'),
  );
  expect(done).toBe('done');
});
