import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { testNetwork, type TestNetwork } from '../testing/network.ts';
import { memoryFiles } from '../testing/stand-in-hub/repository.ts';
import { startStandInHub, type StandInHub } from '../testing/stand-in-hub/stand-in-hub.ts';
import { getBytes, type GetBytesOptions } from './get-bytes.ts';

const never = new AbortController().signal;
const weights = Uint8Array.from({ length: 300_000 }, (_, index) => index);
let hub: StandInHub;
let url: string;
let network: TestNetwork;

beforeAll(async () => {
  const files = await memoryFiles({ 'w.bin': weights }, 1000);
  hub = await startStandInHub({
    flavour: 'modelscope',
    repositories: [{ model: 'a/b', revisions: ['v1'], files }],
  });
  url = `${hub.origin}/models/a/b/resolve/v1/w.bin`;
});
beforeEach(() => {
  network = testNetwork('http://page.test');
  hub.heal();
});
afterEach(() => hub.takeRequests());
afterAll(() => hub.close());

const get = (onBytes: GetBytesOptions['onBytes'] = () => true, signal = never) =>
  getBytes(signal, network, url, { range: { first: 10, last: 200_009 }, stallMs: 30_000, onBytes });

it('gives the bytes of the range in order, with the status they came with', async () => {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const statuses = new Set<number>();
  const transfer = await get((bytes, status) => {
    pieces.push(bytes);
    statuses.add(status);
    return true;
  });
  expect(transfer.ok).toBe(true);
  expect([...statuses]).toEqual([206]);
  const received = new Uint8Array(await new Blob(pieces).arrayBuffer());
  expect(Buffer.compare(received, weights.subarray(10, 200_010))).toBe(0);
});

it('sends the range and no other header, no credentials and no referrer', async () => {
  const sent: RequestInit[] = [];
  network.fetch = (address, init) => {
    sent.push(init);
    return fetch(address, init);
  };
  await get();
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
  expect(sent[0]?.headers).toEqual({ Range: 'bytes=10-200009' });
});

it('reads no further while the bytes are being taken', async () => {
  let taking = 0;
  await get(async () => {
    expect(++taking).toBe(1);
    await Promise.resolve();
    taking--;
    return true;
  });
});

it('ends well as soon as no more is wanted', async () => {
  let pieces = 0;
  expect(await get(() => ++pieces < 2)).toMatchObject({ ok: true });
  expect(pieces).toBe(2);
});

it('throws what taking the bytes throws', async () => {
  await expect(get(() => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
});

it('waits as long as the server asks, then says that another attempt may help', async () => {
  hub.fail('w.bin', { kind: 'status', status: 429, retryAfter: '7' });
  expect(await get()).toMatchObject({
    ok: false,
    again: true,
    error: { code: 'download-failed', details: { status: 429 } },
  });
  expect(network.pauses).toEqual([7000]);
});

it('does not wait for a server that wants to be left alone for long', async () => {
  hub.fail('w.bin', { kind: 'status', status: 429, retryAfter: '3600' });
  expect(await get()).toMatchObject({ ok: false, again: false });
  expect(network.pauses).toEqual([]);
});

it('does not mind a date in place of seconds', async () => {
  hub.fail('w.bin', { kind: 'status', status: 503, retryAfter: 'Wed, 21 Oct 2037 07:28:00 GMT' });
  expect(await get()).toMatchObject({ ok: false, again: true });
  expect(network.pauses).toEqual([]);
});

it('throws the reason of an abort, also in the middle of the body', async () => {
  const stop = new AbortController();
  const transfer = get(() => {
    stop.abort(new Error('enough'));
    return true;
  }, stop.signal);
  await expect(transfer).rejects.toThrow('enough');
});
