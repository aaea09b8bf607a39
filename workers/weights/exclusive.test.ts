import { expect, it } from 'vitest';
import { runExclusively } from './exclusive.ts';

const never = new AbortController().signal;
const denied = {
  request: () => Promise.reject(new DOMException('denied', 'SecurityError')),
} as unknown as LockManager;

function nothing(): void {}

it.each([
  ['there are no locks', undefined],
  ['locks are denied', denied],
])('runs the work where %s', async (_, locks) => {
  expect(await runExclusively(never, locks, 'name', nothing, () => Promise.resolve('done'))).toBe('done');
});

it('does not run the work when it was aborted while the lock was asked for', async () => {
  const reason = new DOMException('stopped', 'AbortError');
  const work = () => Promise.reject(new Error(`ran despite ${reason.message}`));
  await expect(runExclusively(AbortSignal.abort(reason), denied, 'name', nothing, work)).rejects.toBe(reason);
});
