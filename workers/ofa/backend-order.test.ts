import { expect, it, vi } from 'vitest';
import type { Backend, ModelManifest, ModelVariant } from '../protocol/model-folder.ts';
import { preferredBackends, type GraphicsKind } from './backend-order.ts';

function model(parameters: number, backends: readonly Backend[] = ['wasm', 'webgpu']) {
  return {
    architecture: { parameters } as ModelManifest['architecture'],
    variants: [{ backends } as ModelVariant],
  };
}

const large = 440_000_000;
const small = 18_400_000;

function orderOfLarge(kind: GraphicsKind) {
  return preferredBackends(model(large), async () => Promise.resolve(kind));
}

it('puts a large model on a real graphics card, never on one that is none', async () => {
  expect(await orderOfLarge('card')).toEqual(['webgpu', 'wasm']);
  expect(await orderOfLarge('software')).toEqual(['wasm', 'webgpu']);
  expect(await orderOfLarge('none')).toEqual(['wasm', 'webgpu']);
});

it('puts a small model, and one without a variant for graphics cards, on the processor without asking', async () => {
  const graphics = vi.fn<() => Promise<GraphicsKind>>(async () => Promise.resolve('card'));
  expect(await preferredBackends(model(small), graphics)).toEqual(['wasm', 'webgpu']);
  expect(await preferredBackends(model(large, ['wasm']), graphics)).toEqual(['wasm', 'webgpu']);
  expect(graphics).not.toHaveBeenCalled();
});
