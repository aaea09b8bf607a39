import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startModelServer, type Fault, type ModelServer } from '../testing/model-server.ts';
import { smallModel, type SmallModel } from '../testing/small-model.ts';
import { testNetwork, type TestNetwork } from '../testing/network.ts';
import { downloadShard } from './download.ts';
import type { ShardKey } from './shard-store.ts';

const never = new AbortController().signal;
const path = 'int8/encoder.onnx.data.0';
let model: SmallModel;
let server: ModelServer;
let network: TestNetwork;
let shard: ShardKey;

beforeAll(async () => {
  model = await smallModel();
  server = await startModelServer(model);
  [shard] = model.manifest.variants[0].encoder.externalData[0].shards;
});
beforeEach(() => {
  network = testNetwork(server.origin);
  server.takeRequests();
  server.fail(path);
});
afterAll(() => server.close());

function download(signal = never, onReceived: (bytes: number) => void = () => {}): Promise<ArrayBuffer> {
  const patience = { attempts: 3, stallMs: 30_000 };
  return downloadShard(signal, network, server.folderUrl + path, shard, patience, onReceived);
}

it('returns the bytes, and reports how many are here up to the last', async () => {
  const received: number[] = [];
  const bytes = await download(never, (count) => received.push(count));
  expect(new Uint8Array(bytes)).toEqual(model.shards.get(path));
  expect(received[0]).toBe(0);
  expect(received.at(-1)).toBe(shard.bytes);
  expect(server.takeRequests()).toEqual([path]);
});

it('sends no credentials, no referrer and no header that would cause a preflight', async () => {
  const sent: RequestInit[] = [];
  network.fetch = (url, init) => {
    sent.push(init);
    return fetch(url, init);
  };
  await download();
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
  expect(sent[0]).not.toHaveProperty('headers');
});

describe.each<Fault>(['cut', 'short', 'long', 'wrong-bytes', 'server-error', 'hang-up'])(
  'after one answer with the fault %s',
  (fault) => {
    it('starts over and returns the right bytes', async () => {
      server.fail(path, fault);
      const received: number[] = [];
      const bytes = await download(never, (count) => received.push(count));
      expect(new Uint8Array(bytes)).toEqual(model.shards.get(path));
      expect(server.takeRequests()).toEqual([path, path]);
      expect(network.pauses).toEqual([500]);
      expect(received.filter((count) => count === 0)).toHaveLength(2);
      expect(Math.max(...received)).toBe(shard.bytes);
    });
  },
);

describe.each<[Fault, string]>([
  ['cut', 'download-failed'],
  ['server-error', 'download-failed'],
  ['hang-up', 'download-failed'],
  ['short', 'download-wrong-content'],
  ['long', 'download-wrong-content'],
  ['wrong-bytes', 'model-file-corrupt'],
])('when every answer has the fault %s', (fault, code) => {
  it(`fails with ${code} after its three attempts`, async () => {
    server.fail(path, fault, fault, fault);
    await expect(download()).rejects.toMatchObject({
      code,
      details: { url: server.folderUrl + path },
    });
    expect(server.takeRequests()).toHaveLength(3);
  });
});

describe.each<[Fault, string]>([
  ['not-found', 'download-not-found'],
  ['html', 'download-wrong-content'],
  ['json', 'download-wrong-content'],
])('an answer with the fault %s', (fault, code) => {
  it(`fails with ${code} at once`, async () => {
    server.fail(path, fault);
    await expect(download()).rejects.toMatchObject({ code });
    expect(server.takeRequests()).toHaveLength(1);
  });
});

it('names the page that came instead of the file', async () => {
  server.fail(path, 'html');
  await expect(download()).rejects.toMatchObject({ details: { found: 'html', expectedBytes: 5000 } });
});

it('says offline when the machine is offline', async () => {
  server.fail(path, 'cut', 'cut', 'cut');
  network.online = false;
  await expect(download()).rejects.toMatchObject({ code: 'download-offline' });
});

it('says blocked when another origin gives no answer at all', async () => {
  server.fail(path, 'hang-up', 'hang-up', 'hang-up');
  network.origin = 'https://page.example';
  await expect(download()).rejects.toMatchObject({ code: 'download-blocked' });
});

it('does not say blocked when another origin answered and broke off', async () => {
  server.fail(path, 'cut', 'cut', 'cut');
  network.origin = 'https://page.example';
  await expect(download()).rejects.toMatchObject({ code: 'download-failed' });
});

it('drops a transfer that has stalled and starts over', async () => {
  server.fail(path, 'stall');
  const done = download(never, (count) => {
    // A moment later, when the transfer waits for its next byte.
    if (count > 0 && count < shard.bytes) setImmediate(() => network.runOutOfPatience());
  });
  expect(new Uint8Array(await done)).toEqual(model.shards.get(path));
  expect(server.takeRequests()).toHaveLength(2);
});

it('stops at once on abort, with the reason of the signal', async () => {
  server.fail(path, 'stall');
  const stop = new AbortController();
  const reason = new DOMException('stopped', 'AbortError');
  const done = download(stop.signal, (count) => {
    if (count > 0) stop.abort(reason);
  });
  await expect(done).rejects.toBe(reason);
  expect(server.takeRequests()).toHaveLength(1);
  expect(network.pauses).toEqual([]);
});
