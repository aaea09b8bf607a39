import { expect, it } from 'vitest';
import { OfaError, type ErrorCode } from '../protocol/errors.ts';
import { places } from './in-turn.ts';

const failing =
  (codes: Readonly<Record<string, ErrorCode>>, asked: string[] = []) =>
  (place: string) => {
    asked.push(place);
    const code = codes[place];
    return code === undefined
      ? Promise.resolve(`from ${place}`)
      : Promise.reject(new OfaError(code, `${place} failed`, { url: place }));
  };

it('asks the next place first once one has been left', async () => {
  const hosts = places(['a', 'b']);
  await hosts.inTurn(failing({}));
  hosts.leave();
  expect(await hosts.inTurn(failing({}))).toBe('from b');
  hosts.leave();
  expect(await hosts.inTurn(failing({}))).toBe('from a');
});

it('asks the first place, and no other if that has it', async () => {
  const asked: string[] = [];
  expect(await places(['a', 'b']).inTurn(failing({}, asked))).toBe('from a');
  expect(asked).toEqual(['a']);
});

it.each<ErrorCode>([
  'download-blocked',
  'download-not-found',
  'download-wrong-content',
  'download-failed',
  'model-file-corrupt',
])('goes on to the next after %s, and begins there from now on', async (code) => {
  const hosts = places(['a', 'b', 'c']);
  expect(await hosts.inTurn(failing({ a: code }))).toBe('from b');
  const asked: string[] = [];
  expect(await hosts.inTurn(failing({ b: code, c: code }, asked))).toBe('from a');
  expect(asked).toEqual(['b', 'c', 'a']);
});

it.each<ErrorCode>(['download-offline', 'storage-full', 'storage-unavailable', 'internal'])(
  'asks nobody else after %s',
  async (code) => {
    const asked: string[] = [];
    await expect(places(['a', 'b']).inTurn(failing({ a: code }, asked))).rejects.toMatchObject({ code });
    expect(asked).toEqual(['a']);
  },
);

it('asks nobody else after an abort', async () => {
  const reason = new DOMException('stop', 'AbortError');
  await expect(places(['a', 'b']).inTurn(() => Promise.reject(reason))).rejects.toBe(reason);
});

it('tells the first failure when all places fail, but not that one does not have it if others may', async () => {
  const codes: Record<string, ErrorCode> = {
    a: 'download-not-found',
    b: 'download-blocked',
    c: 'download-failed',
  };
  await expect(places(['a', 'b', 'c']).inTurn(failing(codes))).rejects.toMatchObject({
    code: 'download-blocked',
    details: { url: 'b' },
  });
  await expect(places(['a']).inTurn(failing(codes))).rejects.toMatchObject({ code: 'download-not-found' });
});
