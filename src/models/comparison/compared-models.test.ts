import { expect, it } from 'vitest';
import type { StoredModel } from '../../../workers/protocol/convert-service.ts';
import { modelsAtHand, requestOf } from './compared-models.ts';

const builtInUrl = 'http://localhost/built-in/';

function stored(folderUrl: string, variant: string): StoredModel {
  const manifest = { title: { zh: folderUrl, en: folderUrl } } as StoredModel['manifest'];
  return { folderUrl, variant, manifest, bytes: 1, committedAt: 0, lastUsedAt: 0 };
}

const names = (models: ReturnType<typeof modelsAtHand>) =>
  models.map(({ folderUrl, variant }) => `${folderUrl} ${variant ?? 'any'}`);

it('has the built-in model also where storage does not', () => {
  const models = modelsAtHand({ model: null, backend: 'auto' }, [], builtInUrl);
  expect(names(models)).toEqual([`${builtInUrl} any`]);
});

it('puts the chosen model first, and counts none twice', () => {
  const title = { zh: '乙', en: 'B' };
  const model = { folderUrl: 'stored:b', variant: 'int8', title };
  const all = [stored('stored:a', 'fp16'), stored(builtInUrl, 'int8'), stored('stored:b', 'int8')];
  expect(names(modelsAtHand({ model, backend: 'auto' }, all, builtInUrl))).toEqual([
    'stored:b int8',
    'stored:a fp16',
    `${builtInUrl} int8`,
  ]);
  expect(names(modelsAtHand({ model: null, backend: 'auto' }, all, builtInUrl))[0]).toBe(
    `${builtInUrl} int8`,
  );
});

it('tells two precisions of one model apart', () => {
  const all = [stored('stored:a', 'fp16'), stored('stored:a', 'int8')];
  const keys = modelsAtHand({ model: null, backend: 'auto' }, all, builtInUrl).map(({ key }) => key);
  expect(new Set(keys).size).toBe(3);
});

it('has the chosen model that lives in memory only, with its files', () => {
  const files = [{ path: 'model.json', blob: new Blob() }];
  const model = { folderUrl: 'stored:m', variant: 'int8', title: { zh: '丙', en: 'C' }, files };
  const [first] = modelsAtHand({ model, backend: 'wasm' }, [], builtInUrl);
  expect(requestOf(first, 'wasm')).toEqual({
    folderUrl: 'stored:m',
    variant: 'int8',
    files,
    backends: ['wasm', 'webgpu'],
  });
});
