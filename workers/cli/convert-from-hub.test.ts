import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nanoCheckpoint, repositoryFiles, startNanoFace } from '../testing/nano-hub.ts';
import { startStandInHub, type StandInHub } from '../testing/stand-in-hub/stand-in-hub.ts';
import { convertCommand } from './convert-command.ts';
import { openNodeModelFolder } from './node-model-folder.ts';

const never = new AbortController().signal;
const root = mkdtempSync(join(tmpdir(), 'convert-from-hub-'));
const cache = join(root, 'cache');
const meme = 'damo/ofa_image-caption_meme_large_zh@v1.0.2';
const weights = 'pytorch_model.bin';
let hub: StandInHub;
let folders = 0;

beforeAll(async () => {
  const files = await repositoryFiles(nanoCheckpoint());
  const models = ['damo/ofa_image-caption_meme_large_zh', 'damo/other'];
  const repositories = models.map((model) => ({ model, revisions: ['v1.0.2', 'master'], files }));
  hub = await startStandInHub({ flavour: 'modelscope', repositories });
});
afterEach(() => {
  hub.heal();
  hub.takeRequests();
  rmSync(cache, { recursive: true, force: true });
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await hub.close();
});

function newFolder(): string {
  return join(root, `model-${folders++}`);
}

async function run(argv: readonly string[], signal = never) {
  let out = '';
  let err = '';
  const code = await convertCommand(signal, [...argv, '--cache', cache], undefined, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

function get(folder: string, ...more: readonly string[]) {
  return run(['--from', meme, '--hub-host', hub.origin, '--out', folder, ...more]);
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** True if the first chunk of the weights is in the cache. */
function isFirstChunkThere(): boolean {
  return existsSync(cache) && readdirSync(cache, { recursive: true }).join().includes('/0-8388608');
}

/** Hash of every file of a folder by its path. */
function contentOf(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.map((path) => [path.slice(folder.length), hashOf(path)]));
}

describe('npm run convert -- --from', () => {
  it('writes what converting the same files on disk writes, byte for byte', async () => {
    const [downloaded, local] = [newFolder(), newFolder()];
    const described = [
      '--id',
      'x',
      '--title-en',
      'X',
      '--licence',
      'L',
      '--notice-en',
      'N',
      '--notice-zh',
      'N',
    ];
    expect(await get(downloaded, ...described)).toMatchObject({ code: 0 });
    const checkpoint = newFolder();
    mkdirSync(checkpoint);
    for (const [name, blob] of nanoCheckpoint()) {
      writeFileSync(join(checkpoint, name), new Uint8Array(await blob.arrayBuffer()));
    }
    const [model, revision] = meme.split('@');
    const source = ['--hub', 'modelscope', '--model', model, '--revision', revision];
    expect(await run([checkpoint, '--out', local, ...described, ...source])).toMatchObject({ code: 0 });
    expect(contentOf(downloaded)).toEqual(contentOf(local));
  });

  it('describes a model of the catalogue as the catalogue does', async () => {
    const folder = newFolder();
    await get(folder);
    const { manifest } = await openNodeModelFolder(never, folder);
    expect(manifest).toMatchObject({
      id: 'ofa-meme-large-zh-v1.0.2',
      source: { hub: 'modelscope', model: 'damo/ofa_image-caption_meme_large_zh', revision: 'v1.0.2' },
    });
    expect(manifest.licence.notice.zh).toContain('许可');
  });

  it('names any other model by its name on the hub', async () => {
    const folder = newFolder();
    await run(['--from', 'damo/other', '--hub-host', hub.origin, '--out', folder]);
    const { manifest } = await openNodeModelFolder(never, folder);
    expect(manifest).toMatchObject({ id: 'other', source: { revision: 'master' } });
  });

  it('shows the download, then nothing of it stays on disk', async () => {
    const { err } = await get(newFolder());
    expect(err).toMatch(/Downloading .*100 %/);
    expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
  });

  it('goes on where it was interrupted', async () => {
    const folder = newFolder();
    const controller = new AbortController();
    const argv = ['--from', meme, '--hub-host', hub.origin, '--out', folder];
    hub.fail(weights, { kind: 'stall', at: 10_000_000 });
    const interrupted = run(argv, controller.signal);
    await expect.poll(isFirstChunkThere).toBe(true);
    controller.abort();
    expect(await interrupted).toMatchObject({ code: 130 });
    expect(existsSync(join(folder, 'model.json'))).toBe(false);
    hub.takeRequests();
    expect(await run(argv)).toMatchObject({ code: 0 });
    const asked = hub
      .takeRequests()
      .flatMap(({ server, range }) => (server === 'cdn' ? [/(\d+)-(\d+)/.exec(range ?? '') ?? []] : []))
      .reduce((sum, [, first, last]) => sum + Number(last) - Number(first) + 1, 0);
    const whole = nanoCheckpoint().get(weights)?.size ?? 0;
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(0.7 * whole);
    await openNodeModelFolder(never, folder);
  });

  it('leaves no model when the bytes are not those that the hub states', async () => {
    const folder = newFolder();
    hub.fail(weights, { kind: 'wrong-bytes', from: 2 * 8 * 2 ** 20 - 16 });
    const { code, err } = await get(folder);
    expect(code).toBe(1);
    expect(err).toMatch(/^model-file-corrupt: /m);
    expect(existsSync(join(folder, 'model.json'))).toBe(false);
    expect(await get(folder)).toMatchObject({ code: 0 });
  });

  it('takes models in the format of transformers from Hugging Face', async () => {
    const face = await startNanoFace();
    try {
      const folder = newFolder();
      const argv = ['--from', 'huggingface:someone/ofa-nano', '--hub-host', face.origin, '--out', folder];
      expect(await run(argv)).toMatchObject({ code: 0 });
      const { manifest } = await openNodeModelFolder(never, folder);
      expect(manifest.source).toMatchObject({ hub: 'huggingface', revision: 'main' });
    } finally {
      await face.close();
    }
  });

  it('says what the hub does not have', async () => {
    const { code, err } = await run(['--from', 'a/b', '--hub-host', hub.origin, '--out', newFolder()]);
    expect(code).toBe(1);
    expect(err).toMatch(/^download-not-found: /m);
  });

  it.each([
    [['--from', 'nothing', '--out', 'x']],
    [['--from', meme, '--out', 'x', '--hub-host', 'modelscope']],
    [['folder', '--from', meme, '--out', 'x']],
    [['--from', meme]],
  ])('refuses %j', async (argv) => {
    expect(await run(argv)).toMatchObject({ code: 2, err: expect.stringMatching(/^setting-invalid: /) });
  });
});
