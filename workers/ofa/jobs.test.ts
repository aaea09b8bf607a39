import { expect, it } from 'vitest';
import { Jobs } from './jobs.ts';

/** Work that goes on until it is aborted. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

it('runs one job after another', async () => {
  const jobs = new Jobs();
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} starts`);
    await Promise.resolve();
    log.push(`${name} ends`);
  };
  await Promise.all([jobs.run('a', work('a')), jobs.run('b', work('b'))]);
  expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
});

it('aborts the job of this name and goes on with the next', async () => {
  const jobs = new Jobs();
  const aborted = jobs.run('a', untilAborted);
  const next = jobs.run('b', () => Promise.resolve('done'));
  jobs.abort('nobody');
  jobs.abort('a');
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
  expect(await next).toBe('done');
});

it('rejects an aborted job that still waits at once, and never starts it', async () => {
  const jobs = new Jobs();
  const running = jobs.run('a', untilAborted);
  let started = false;
  const waiting = jobs.run('b', () => {
    started = true;
    return Promise.resolve();
  });
  jobs.abort('b');
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  jobs.abort('a');
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  await jobs.run('c', () => Promise.resolve());
  expect(started).toBe(false);
});

it('refuses a second job of the same name until the first has ended', async () => {
  const jobs = new Jobs();
  const first = jobs.run('a', () => Promise.resolve(1));
  await expect(jobs.run('a', () => Promise.resolve(2))).rejects.toMatchObject({ code: 'internal' });
  expect(await first).toBe(1);
  expect(await jobs.run('a', () => Promise.resolve(3))).toBe(3);
});

it('lets the next job prepare itself, once and alone, while another runs', async () => {
  const jobs = new Jobs();
  const prepared: string[] = [];
  const running = jobs.run('a', untilAborted, () => prepared.push('a'));
  await Promise.resolve();
  jobs.prepareNext();
  const others = ['b', 'c'].map((name) =>
    jobs.run(
      name,
      async () => Promise.resolve(),
      () => prepared.push(name),
    ),
  );
  jobs.prepareNext();
  jobs.prepareNext();
  expect(prepared).toEqual(['b']);
  jobs.abort('a');
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  await Promise.all(others);
  expect(prepared).toEqual(['b']);
});

it('does not prepare a job that was aborted', async () => {
  const jobs = new Jobs();
  const prepared: string[] = [];
  const running = jobs.run('a', untilAborted);
  await Promise.resolve();
  const waiting = ['b', 'c'].map((name) =>
    jobs.run(
      name,
      async () => Promise.resolve(),
      () => prepared.push(name),
    ),
  );
  jobs.abort('b');
  jobs.prepareNext();
  expect(prepared).toEqual(['c']);
  await expect(waiting[0]).rejects.toMatchObject({ name: 'AbortError' });
  jobs.abort('a');
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  await waiting[1];
});
