import { expect, it } from 'vitest';
import type { ModelManifest, ModelVariant } from '../protocol/model-folder.ts';
import { smallModel } from '../testing/small-model.ts';
import { chooseVariant } from './choose-variant.ts';

/** Variants as `convert --precision q4f16,q4,int8` writes them. */
async function threeVariants(): Promise<ModelManifest> {
  const { manifest } = await smallModel();
  const [variant] = manifest.variants;
  const variants: ModelVariant[] = [
    { ...variant, name: 'q4f16', backends: ['webgpu'], requires: ['shader-f16'] },
    { ...variant, name: 'q4', backends: ['webgpu'], requires: [] },
    { ...variant, name: 'int8', backends: ['wasm'], requires: [] },
  ];
  return { ...manifest, variants };
}

it('takes the first that the backend can run', async () => {
  const manifest = await threeVariants();
  expect(chooseVariant(manifest, { backend: 'wasm', features: [] }).name).toBe('int8');
  expect(chooseVariant(manifest, { backend: 'webgpu', features: ['shader-f16'] }).name).toBe('q4f16');
});

it('passes over what needs a feature that the device lacks', async () => {
  const manifest = await threeVariants();
  expect(chooseVariant(manifest, { backend: 'webgpu', features: [] }).name).toBe('q4');
});

it('takes the one of a name, unless the device cannot run it', async () => {
  const manifest = await threeVariants();
  const card = { backend: 'webgpu', features: [] } as const;
  expect(chooseVariant(manifest, { ...card, features: ['shader-f16'] }, 'q4').name).toBe('q4');
  expect(() => chooseVariant(manifest, card, 'q4f16')).toThrow(
    expect.objectContaining({ code: 'backend-unavailable' }),
  );
  expect(() => chooseVariant(manifest, card, 'int8')).toThrow(
    expect.objectContaining({ code: 'backend-unavailable' }),
  );
  expect(() => chooseVariant(manifest, card, 'q2')).toThrow(
    expect.objectContaining({ code: 'setting-invalid' }),
  );
});
