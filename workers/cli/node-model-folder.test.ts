import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contentOf, smallModel, type SmallModel } from '../testing/small-model.ts';
import { openNodeModelFolder } from './node-model-folder.ts';

const never = new AbortController().signal;

let model: SmallModel;
let folder: string;

beforeEach(async () => {
  model = await smallModel();
  folder = await mkdtemp(join(tmpdir(), 'ofa-model-'));
  await writeFile(join(folder, 'model.json'), JSON.stringify(model.manifest));
  for (const [path, content] of model.shards) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
});

afterEach(() => rm(folder, { recursive: true }));

it('joins the shards of a file', async () => {
  const opened = await openNodeModelFolder(never, folder);
  const [weights] = opened.manifest.variants[0].encoder.externalData;
  expect(weights.shards.length).toBeGreaterThan(1);
  expect(await opened.read(never, weights)).toEqual(contentOf(model, weights));
});

it('refuses bytes that are not those described', async () => {
  const opened = await openNodeModelFolder(never, folder);
  const [weights] = opened.manifest.variants[0].encoder.externalData;
  const [first] = weights.shards;
  const content = Uint8Array.from(model.shards.get(first.path) ?? []);
  content[7] ^= 1;
  await writeFile(join(folder, first.path), content);
  const corrupt = { code: 'model-file-corrupt', details: { file: weights.path } };
  await expect(opened.read(never, weights)).rejects.toMatchObject(corrupt);
  await rm(join(folder, first.path));
  await expect(opened.read(never, weights)).rejects.toMatchObject(corrupt);
});

it('says if there is no model, or none that it understands', async () => {
  await expect(openNodeModelFolder(never, join(folder, 'fp16'))).rejects.toMatchObject({
    code: 'model-not-found',
  });
  await writeFile(join(folder, 'model.json'), '{"formatVersion":');
  await expect(openNodeModelFolder(never, folder)).rejects.toMatchObject({ code: 'model-manifest-invalid' });
  await writeFile(join(folder, 'model.json'), '{"formatVersion":1}');
  await expect(openNodeModelFolder(never, folder)).rejects.toMatchObject({ code: 'model-manifest-invalid' });
});

it('stops on abort', async () => {
  const opened = await openNodeModelFolder(never, folder);
  const stopped = opened.read(AbortSignal.abort(), opened.manifest.vocabulary);
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
});
