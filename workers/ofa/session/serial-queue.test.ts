import { describe, expect, it } from 'vitest';
import { SerialQueue } from './serial-queue.ts';

describe('SerialQueue', () => {
  it('starts a task when the one before it has ended, and not before', async () => {
    const queue = new SerialQueue();
    const log: string[] = [];
    const task = (name: string) => async () => {
      log.push(`${name} starts`);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      log.push(`${name} ends`);
      return name;
    };
    expect(await Promise.all([queue.run(task('first')), queue.run(task('second'))])).toEqual([
      'first',
      'second',
    ]);
    expect(log).toEqual(['first starts', 'first ends', 'second starts', 'second ends']);
  });

  it('rejects with its own task’s error only', async () => {
    const queue = new SerialQueue();
    const failing = queue.run(() => Promise.reject(new Error('first fails')));
    const following = queue.run(() => Promise.resolve('second'));
    await expect(failing).rejects.toThrow('first fails');
    expect(await following).toBe('second');
  });
});
