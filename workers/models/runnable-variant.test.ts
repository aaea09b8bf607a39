import { expect, it } from 'vitest';
import type { ModelVariant } from '../protocol/model-folder.ts';
import { runnableVariant } from './runnable-variant.ts';

function variant(name: string, traits: Pick<ModelVariant, 'backends' | 'requires'>): ModelVariant {
  const nothing = { model: { path: '', bytes: 0, shards: [] }, externalData: [] };
  const sizes = { bytes: 0, vocabularyRows: 1, targetPositions: 1 };
  return { name, precision: name, ...sizes, encoder: nothing, decoder: nothing, ...traits };
}

const q4f16 = variant('q4f16', { backends: ['webgpu'], requires: ['shader-f16'] });
const q4 = variant('q4', { backends: ['webgpu'], requires: [] });
const int8 = variant('int8', { backends: ['wasm'], requires: [] });

it('is the best that needs no graphics card', () => {
  expect(runnableVariant([q4f16, q4, int8])).toBe(int8);
});

it('is the best of all where every one needs a graphics card', () => {
  expect(runnableVariant([q4f16, q4])).toBe(q4f16);
});
