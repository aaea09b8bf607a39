import { expect, it } from 'vitest';
import type { AcquireEvent } from '../../workers/protocol/convert-service.ts';
import { noProgress, wholeShare, withEvent } from './get-progress.ts';

const after = (...events: AcquireEvent[]) => events.reduce(withEvent, noProgress);
const download = (loadedBytes: number): AcquireEvent => ({
  phase: 'download',
  loadedBytes,
  totalBytes: 100,
  storedBytes: 0,
  speed: null,
});
const write = (doneBytes: number): AcquireEvent => ({
  phase: 'write',
  variant: 'int8',
  tensor: 'a',
  doneBytes,
  totalBytes: 50,
});

it('names the download as long as bytes are to come', () => {
  expect(after(download(10), write(5)).phase).toBe('download');
  expect(after(download(100), write(40)).phase).toBe('write');
  expect(after(download(100), { phase: 'hash', doneBytes: 1, totalBytes: 2 }).phase).toBe('hash');
});

it('never goes back and is whole only when all is written', () => {
  const shares = [
    after(download(10)),
    after(download(10), write(5)),
    after(download(100), write(5)),
    after(download(100), write(50)),
  ].map(wholeShare);
  expect(shares).toEqual(shares.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
  expect(shares.at(-1)).toBe(1);
  expect(shares.at(-2)).toBeLessThan(1);
});

it('of local files is that of the conversion', () => {
  expect(wholeShare(after({ phase: 'open' }))).toBeNull();
  expect(wholeShare(after(write(25)))).toBe(0.5);
});

it('says that it waits for another tab, also after the bytes to come were counted', () => {
  const waiting = after(download(0), { phase: 'wait' });
  expect(waiting.phase).toBe('wait');
  expect(wholeShare(waiting)).toBeNull();
  expect(after(download(0), { phase: 'wait' }, download(100)).phase).toBe('download');
});
