import { expect, it } from 'vitest';
import { fetchReference } from '../testing/browser-reference.ts';
import { formulaStateDict } from '../testing/formula-checkpoint.ts';
import type { FormulaConfig } from '../testing/formula-names.ts';
import { nanoModel } from '../testing/nano-model.ts';
import { safetensorsBlob } from '../testing/safetensors-writer.ts';
import { convertCheckpoint } from './convert.ts';
import { blobFolder } from './source/source-folder.ts';

const { signal } = new AbortController();

it('converts files that a person picked, to the weights that the graphs have elsewhere', async () => {
  const names = ['config.json', 'configuration.json', 'vocab.txt'];
  const files = new Map<string, Blob>();
  for (const name of names) files.set(name, await fetchReference(`nano-zh/${name}`));
  const config = JSON.parse((await files.get('config.json')?.text()) ?? '') as FormulaConfig;
  files.set('model.safetensors', await safetensorsBlob(signal, formulaStateDict(config)));
  const written = new Map<string, Uint8Array>();
  const manifest = await convertCheckpoint(
    signal,
    blobFolder(files),
    {
      write: async (_signal, path, bytes) => {
        written.set(path, bytes);
        return Promise.resolve();
      },
      remove: async () => Promise.resolve(),
    },
    {
      description: {
        id: 'picked',
        title: { zh: '', en: '' },
        licence: { name: '', notice: { zh: '', en: '' } },
        source: { hub: 'local', model: '', revision: '' },
      },
      precisions: ['fp32'],
      graphs: { targetPositions: 64 },
    },
    () => {},
  );
  const vocabulary = await files.get('vocab.txt')?.text();
  const { manifest: expected } = await nanoModel(signal, vocabulary ?? '');
  const weightHashes = ({ encoder, decoder }: (typeof manifest.variants)[number]) =>
    [encoder, decoder]
      .flatMap(({ externalData }) => externalData)
      .flatMap(({ shards }) => shards.map(({ sha256 }) => sha256));
  expect(weightHashes(manifest.variants[0])).toEqual(weightHashes(expected.variants[0]));
  expect(manifest.prompt).toEqual(expected.prompt);
  expect(written.has('model.json')).toBe(true);
});
