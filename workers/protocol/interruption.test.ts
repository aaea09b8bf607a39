import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Interruption } from './interruption.ts';

const never = new Promise<never>(() => undefined);
const reason = new Error('unplugged');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('an interruption', () => {
  it('that does not come changes nothing', async () => {
    const interruption = new Interruption();
    expect(await interruption.unlessInterrupted(Promise.resolve(1))).toBe(1);
    await expect(interruption.unlessInterrupted(Promise.reject(new Error('own')))).rejects.toThrow('own');
  });

  it('ends every wait that is under way, and every later one', async () => {
    const interruption = new Interruption();
    const waits = [interruption.unlessInterrupted(never), interruption.unlessInterrupted(never)];
    interruption.interrupt(reason);
    interruption.interrupt(new Error('again'));
    for (const wait of waits) await expect(wait).rejects.toBe(reason);
    await expect(interruption.unlessInterrupted(Promise.resolve(1))).rejects.toBe(reason);
  });

  it('that is waited for as long as the page lives keeps no result of what has ended', async () => {
    const interruption = new Interruption();
    const result = await (async () => {
      const content = await interruption.unlessInterrupted(Promise.resolve({ bytes: new Uint8Array(1000) }));
      return new WeakRef(content);
    })();
    // What a weak reference was asked for lives until the turn ends.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    collectGarbage();
    expect(result.deref()).toBeUndefined();
    interruption.interrupt(reason);
  });
});
