import { expect, it } from 'vitest';
import { deferred } from '../testing/deferred.ts';
import { sharedWork } from './shared-work.ts';

const never = new AbortController().signal;
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

it('does the work of one key once for all who ask meanwhile, and anew for those who ask later', async () => {
  const share = sharedWork<string, number>();
  let runs = 0;
  const work = () => Promise.resolve(++runs);
  expect(
    await Promise.all([share(never, 'a', work), share(never, 'a', work), share(never, 'b', work)]),
  ).toEqual([1, 1, 2]);
  expect(await share(never, 'a', work)).toBe(3);
});

it('lets all who wait know of a failure', async () => {
  const share = sharedWork<string, number>();
  const asked = [1, 2].map(() => share(never, 'a', () => Promise.reject(new Error('broken'))));
  const both = await Promise.allSettled(asked);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

it('lets one caller give up while the others still get the value', async () => {
  const share = sharedWork<string, string>();
  const done = deferred();
  const impatient = new AbortController();
  const work = () => done.promise.then(() => 'value');
  const first = share(impatient.signal, 'a', work);
  const second = share(never, 'a', work);
  impatient.abort(new Error('given up'));
  await expect(first).rejects.toThrow('given up');
  done.resolve();
  expect(await second).toBe('value');
});

it('stops the work when the last caller gives up, and waits until it has tidied up', async () => {
  const share = sharedWork<string, never>();
  const tidied = deferred();
  let tidy = false;
  const caller = new AbortController();
  const result = share(caller.signal, 'a', async (signal) => {
    try {
      return await untilAborted(signal);
    } finally {
      await tidied.promise;
      tidy = true;
    }
  });
  caller.abort(new Error('given up'));
  tidied.resolve();
  await expect(result).rejects.toThrow('given up');
  expect(tidy).toBe(true);
});

it('begins anew, once the old work has ended, for a caller who comes while that is being stopped', async () => {
  const share = sharedWork<string, string>();
  const stopping = deferred();
  const tidied = deferred();
  const log: string[] = [];
  const caller = new AbortController();
  const stopped = share(caller.signal, 'a', async (signal) => {
    try {
      return await untilAborted(signal);
    } finally {
      stopping.resolve();
      await tidied.promise;
      log.push('old work ended');
    }
  });
  caller.abort();
  await stopping.promise;
  const next = share(never, 'a', () => {
    log.push('new work began');
    return Promise.resolve('new');
  });
  tidied.resolve();
  await expect(stopped).rejects.toThrow();
  expect(await next).toBe('new');
  expect(log).toEqual(['old work ended', 'new work began']);
});
