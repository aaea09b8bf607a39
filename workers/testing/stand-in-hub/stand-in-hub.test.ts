import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { referencePath } from '../reference.ts';
import { folderFiles, memoryFiles } from './repository.ts';
import { startStandInHub, type StandInHub } from './stand-in-hub.ts';

const weights = Uint8Array.from({ length: 30_000 }, (_, index) => (index * 7) % 251);
const config = new TextEncoder().encode('{"d_model":32}');
const sha256 = createHash('sha256').update(weights).digest('hex');
let time = 0;
let hub: StandInHub;
let face: StandInHub;

beforeAll(async () => {
  const contents = { 'pytorch_model.bin': weights, 'config.json': config, 'resources/a.png': config };
  const files = await memoryFiles(contents, 10_000);
  const repositories = [{ model: 'damo/ofa', revisions: ['master', 'v1.0.2'], files }];
  hub = await startStandInHub({ flavour: 'modelscope', repositories, signedUrlMs: 1000, now: () => time });
  face = await startStandInHub({ flavour: 'huggingface', repositories });
});
afterEach(() => {
  hub.heal();
  hub.cors = true;
  hub.takeRequests();
});
afterAll(() => Promise.all([hub.close(), face.close()]));

const resolveUrl = (path: string) => `${hub.origin}/models/damo/ofa/resolve/v1.0.2/${path}`;
const faceUrl = (path: string) => `${face.origin}/damo/ofa/resolve/master/${path}`;
const range = (value: string) => ({ headers: { Range: value } });
async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

async function allowed(url: string, init: RequestInit = {}): Promise<string | null> {
  return (await fetch(url, init)).headers.get('Access-Control-Allow-Origin');
}

describe('a large file', () => {
  it('is redirected to a signed address on another origin', async () => {
    const response = await fetch(resolveUrl('pytorch_model.bin'), { redirect: 'manual' });
    expect(response.status).toBe(302);
    const location = new URL(response.headers.get('Location') ?? '');
    expect(location.origin).toBe(hub.contentOrigin);
    expect(location.origin).not.toBe(hub.origin);
    expect(location.searchParams.has('auth_key')).toBe(true);
  });

  it('is the same by the API form', async () => {
    const url = `${hub.origin}/api/v1/models/damo/ofa/repo?Revision=v1.0.2&FilePath=pytorch_model.bin`;
    expect(await bytesOf(await fetch(url))).toEqual(weights);
  });

  it('is sent in part, with status 206, when one range is asked for', async () => {
    const response = await fetch(resolveUrl('pytorch_model.bin'), range('bytes=100-199'));
    expect(response.status).toBe(206);
    expect(response.headers.get('Content-Range')).toBe('bytes 100-199/30000');
    expect(response.headers.get('Access-Control-Expose-Headers')).toBeNull();
    expect(await bytesOf(response)).toEqual(weights.subarray(100, 200));
  });

  it('has no bytes beyond its end', async () => {
    expect((await fetch(resolveUrl('pytorch_model.bin'), range('bytes=30000-30001'))).status).toBe(416);
  });

  it('is refused at its signed address once that has expired', async () => {
    const redirect = await fetch(resolveUrl('pytorch_model.bin'), { redirect: 'manual' });
    const signed = redirect.headers.get('Location') ?? '';
    expect((await fetch(signed, { method: 'GET' })).status).toBe(200);
    time += 1001;
    expect((await fetch(signed)).status).toBe(403);
    expect((await fetch(resolveUrl('pytorch_model.bin'))).status).toBe(200);
  });

  it('is refused at an address with another signature', async () => {
    const forged = `${hub.contentOrigin}/lfs/${sha256}?auth_key=${time + 1000}-00000000`;
    expect((await fetch(forged)).status).toBe(403);
  });
});

describe('a small file', () => {
  it('comes whole from the gateway', async () => {
    const response = await fetch(resolveUrl('config.json'), { redirect: 'manual' });
    expect(response.status).toBe(200);
    expect(await bytesOf(response)).toEqual(config);
  });

  it('cannot be resumed: a range brings the beginning of the file with status 200', async () => {
    const response = await fetch(resolveUrl('config.json'), range('bytes=4-13'));
    expect(response.status).toBe(200);
    expect(await bytesOf(response)).toEqual(config.subarray(0, 10));
  });
});

describe('ModelScope', () => {
  it('lists files with sizes, and hashes of the large ones', async () => {
    const response = await fetch(
      `${hub.origin}/api/v1/models/damo/ofa/repo/files?Revision=v1.0.2&Recursive=True`,
    );
    expect(await response.json()).toMatchObject({
      Code: 200,
      Success: true,
      Data: {
        Files: [
          { Path: 'resources', Type: 'tree' },
          { Path: 'pytorch_model.bin', Type: 'blob', Size: 30_000, Sha256: sha256, IsLFS: true },
          { Path: 'config.json', Type: 'blob', Size: config.length, Sha256: null },
          { Path: 'resources/a.png', Name: 'a.png' },
        ],
      },
    });
  });

  it('answers a missing file with status 200 and a message in JSON', async () => {
    const response = await fetch(resolveUrl('model.safetensors'));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ Success: false });
  });

  it('does not know a model or a revision that it has not', async () => {
    const other = `${hub.origin}/models/iic/ofa/resolve/v1.0.2/config.json`;
    expect((await fetch(other)).status).toBe(404);
    expect((await fetch(resolveUrl('config.json').replace('v1.0.2', 'v9'))).status).toBe(404);
  });
});

describe('Hugging Face', () => {
  it('lists files with sizes, and hashes of the large ones', async () => {
    const response = await fetch(`${face.origin}/api/models/damo/ofa/tree/master?recursive=true`);
    expect(await response.json()).toMatchObject([
      { type: 'directory', path: 'resources' },
      { type: 'file', path: 'pytorch_model.bin', size: 30_000, lfs: { oid: sha256, size: 30_000 } },
      { type: 'file', path: 'config.json', size: config.length },
      { type: 'file', path: 'resources/a.png' },
    ]);
  });

  it('serves files, and answers 404 for a missing one', async () => {
    expect(await bytesOf(await fetch(faceUrl('pytorch_model.bin')))).toEqual(weights);
    expect((await fetch(faceUrl('model.safetensors'))).status).toBe(404);
  });
});

describe('other sites', () => {
  it('may read every answer', async () => {
    expect(await allowed(resolveUrl('config.json'))).toBe('*');
    expect(await allowed(resolveUrl('pytorch_model.bin'), { redirect: 'manual' })).toBe('*');
    expect(await allowed(resolveUrl('pytorch_model.bin'))).toBe('*');
  });

  it('may read none when that is switched off', async () => {
    hub.cors = false;
    expect(await allowed(resolveUrl('config.json'))).toBeNull();
    expect(await allowed(resolveUrl('pytorch_model.bin'))).toBeNull();
  });

  it('may not read an answer with that fault', async () => {
    hub.fail('pytorch_model.bin', { kind: 'no-cors', server: 'cdn' });
    expect(await allowed(resolveUrl('pytorch_model.bin'))).toBeNull();
    expect(await allowed(resolveUrl('pytorch_model.bin'))).toBe('*');
  });

  it('get no leave from a preflight', async () => {
    for (const origin of [hub.origin, hub.contentOrigin, face.origin]) {
      const response = await fetch(`${origin}/x`, { method: 'OPTIONS' });
      expect(response.status).toBe(403);
      expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
    }
  });
});

describe('a fault', () => {
  const file = 'pytorch_model.bin';
  const get = (init: RequestInit = {}) => fetch(resolveUrl(file), init);

  it('cut ends the connection before the byte it names', async () => {
    hub.fail(file, { kind: 'cut', at: 15_000 });
    await expect(get().then(bytesOf)).rejects.toThrow();
    expect(await bytesOf(await get())).toEqual(weights);
  });

  it('waits for an answer that holds the byte it names', async () => {
    hub.fail(file, { kind: 'cut', at: 15_000 });
    expect(await bytesOf(await get(range('bytes=0-9')))).toEqual(weights.subarray(0, 10));
    await expect(get(range('bytes=14999-15000')).then(bytesOf)).rejects.toThrow();
  });

  it('wrong-bytes keeps the length', async () => {
    hub.fail(file, { kind: 'wrong-bytes', from: 29_999 });
    const bytes = await bytesOf(await get());
    expect(bytes.subarray(0, -1)).toEqual(weights.subarray(0, -1));
    expect(bytes.at(-1)).toBe((weights.at(-1) ?? 0) ^ 0xff);
  });

  it('stall sends what comes before, then nothing, and says so', async () => {
    const stalled = hub.stalled();
    hub.fail(file, { kind: 'stall', at: 10 });
    const reader = (await get()).body?.getReader();
    expect((await reader?.read())?.value).toEqual(weights.subarray(0, 10));
    await stalled;
    await reader?.cancel();
  });

  it('page is a web page with status 200, from the server that is named', async () => {
    hub.fail(file, { kind: 'page' });
    hub.fail(file, { kind: 'page', server: 'cdn' });
    for (const redirected of [false, true]) {
      const response = await get();
      expect(response.status).toBe(200);
      expect(response.redirected).toBe(redirected);
      expect(await response.text()).toMatch(/^<!doctype html>/);
    }
  });

  it('status answers with it, as often as was said', async () => {
    hub.fail(file, { kind: 'status', status: 429, retryAfter: '7' }, 2);
    const [first, second, third] = [await get(), await get(), await get()];
    expect(first.headers.get('Retry-After')).toBe('7');
    expect([first.status, second.status, third.status]).toEqual([429, 429, 200]);
  });

  it('expired redirects to an address that is refused', async () => {
    hub.fail(file, { kind: 'expired' });
    expect((await get()).status).toBe(403);
    expect((await get()).status).toBe(200);
  });

  it('no-ranges sends the whole file whatever is asked for', async () => {
    hub.fail(file, { kind: 'no-ranges' });
    const response = await get(range('bytes=5-9'));
    expect(response.status).toBe(200);
    expect(await bytesOf(response)).toEqual(weights);
  });

  it('surplus sends one byte too many', async () => {
    hub.fail(file, { kind: 'surplus' });
    expect(await bytesOf(await get(range('bytes=5-9')))).toEqual(weights.subarray(5, 11));
  });

  it('of the listing is told by the empty path', async () => {
    hub.fail('', { kind: 'status', status: 500 });
    const url = `${hub.origin}/api/v1/models/damo/ofa/repo/files?Revision=v1.0.2&Recursive=True`;
    expect([(await fetch(url)).status, (await fetch(url)).status]).toEqual([500, 200]);
  });
});

it('logs every request with server, file, range and status', async () => {
  await (await fetch(resolveUrl('pytorch_model.bin'), range('bytes=5-9'))).arrayBuffer();
  expect(hub.takeRequests()).toMatchObject([
    { server: 'gateway', method: 'GET', file: 'pytorch_model.bin', range: 'bytes=5-9', status: 302 },
    { server: 'cdn', method: 'GET', file: 'pytorch_model.bin', range: 'bytes=5-9', status: 206 },
  ]);
  expect(hub.takeRequests()).toEqual([]);
});

it('serves the files of a folder as those in memory', async () => {
  const files = await folderFiles(referencePath('tokenizer'), 1000);
  const repositories = [{ model: 'a/b', revisions: ['main'], files }];
  const folderHub = await startStandInHub({ flavour: 'huggingface', repositories });
  try {
    expect(files.map(({ path }) => path).sort()).toEqual(['en.json', 'zh.json']);
    for (const { path, bytes, sha256 } of files) {
      const body = await bytesOf(await fetch(`${folderHub.origin}/a/b/resolve/main/${path}`));
      expect(body.length).toBe(bytes);
      expect(createHash('sha256').update(body).digest('hex')).toBe(sha256);
    }
  } finally {
    await folderHub.close();
  }
});
