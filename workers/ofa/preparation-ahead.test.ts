import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { nodeRuntime } from '../cli/node-runtime.ts';
import type { CaptionEvent } from '../protocol/caption-service.ts';
import { OfaError } from '../protocol/errors.ts';
import { memoryFolder, nanoModel } from '../testing/nano-model.ts';
import { goldenTensor, referencePath } from '../testing/reference.ts';
import type { SmallModel } from '../testing/small-model.ts';
import { CaptionHost } from './caption-host.ts';

const request = { folderUrl: 'memory:/', backends: ['wasm'] } as const;
const settings = { beamSize: 1 };
const bothPictures = ['photo_640x360', 'small_50x70'] as const;

let nano: SmallModel;
let host: CaptionHost;
/** What happens, in order. */
let log: string[];

beforeAll(async () => {
  nano = await nanoModel(
    new AbortController().signal,
    readFileSync(referencePath('nano-zh/vocab.txt'), 'utf8'),
  );
});

/** Pictures are files that hold the name of a golden one, and of the job that they are for. */
beforeEach(async () => {
  log = [];
  host = new CaptionHost({
    preparePicture: async (signal, image) => {
      const [name] = (await image.text()).split(' ');
      log.push(`prepare ${name}`);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      signal.throwIfAborted();
      if (name === 'broken') throw new OfaError('image-damaged', 'Broken');
      return goldenTensor(`${name}/patch_image`).data as Float32Array;
    },
    graphicsKind: async () => Promise.resolve('none'),
    openRuntime: async () => Promise.resolve(nodeRuntime(1)),
    openFolder: async (_signal, _location, choose) => {
      const folder = memoryFolder(nano, structuredClone(nano.manifest));
      return { ...folder, variant: await choose(folder.manifest), stored: false };
    },
  });
  await host.loadModel('load', request, () => undefined);
});

/** The best caption of a picture; its phases go to the log. */
async function captionOf(name: string, job = name): Promise<string> {
  const onEvent = ({ phase }: CaptionEvent): void => {
    if (log.at(-1) !== `${phase} ${job}`) log.push(`${phase} ${job}`);
  };
  const { hypotheses } = await host.caption(job, new Blob([`${name} ${job}`]), { settings }, onEvent);
  log.push(`done ${job}`);
  return hypotheses[0].text;
}

it('prepares the next picture while captions of the one before are written, and only that one', async () => {
  const jobs = ['a', 'b', 'c'];
  await Promise.all(jobs.map((job) => captionOf('photo_640x360', job)));
  const prepared = log.flatMap((entry, at) => (entry.startsWith('prepare ') ? [at] : []));
  expect(prepared).toHaveLength(3);
  for (const [index, job] of ['a', 'b'].entries()) {
    expect(prepared[index + 1]).toBeGreaterThan(log.indexOf(`decode ${job}`));
    expect(prepared[index + 1]).toBeLessThan(log.indexOf(`done ${job}`));
  }
});

it('gives every picture its own captions', async () => {
  const alone = [await captionOf(bothPictures[0]), await captionOf(bothPictures[1])];
  const together = await Promise.all(bothPictures.map((name) => captionOf(name)));
  expect(together).toEqual(alone);
});

it('tells of a broken picture at its turn, and goes on', async () => {
  const [first, broken, last] = await Promise.allSettled([
    captionOf('photo_640x360', 'first'),
    captionOf('broken').finally(() => log.push('broken told')),
    captionOf('photo_640x360', 'last'),
  ]);
  expect(first.status).toBe('fulfilled');
  expect(broken).toMatchObject({ status: 'rejected', reason: { code: 'image-damaged' } });
  expect(last).toEqual(first);
  expect(log.indexOf('broken told')).toBeGreaterThan(log.indexOf('done first'));
});

it('leaves the others alone if a picture is aborted that was prepared already', async () => {
  const first = captionOf('photo_640x360', 'first');
  const second = captionOf('small_50x70', 'second');
  const third = captionOf('photo_640x360', 'third');
  while (!log.includes('prepare small_50x70')) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  void host.abort('second');
  await expect(second).rejects.toMatchObject({ name: 'AbortError' });
  expect(log).not.toContain('done first');
  expect(await third).toBe(await first);
});

it('prepares a picture for the model that it is for', async () => {
  const first = captionOf('photo_640x360', 'first');
  const reloaded = host.loadModel('reload', request, () => undefined);
  const second = captionOf('photo_640x360', 'second');
  await Promise.all([first, reloaded, second]);
  expect(log.lastIndexOf('prepare photo_640x360')).toBeGreaterThan(log.indexOf('done first'));
});
