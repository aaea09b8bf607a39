import { expect, it } from 'vitest';
import { formulaStateDict } from '../testing/formula-checkpoint.ts';
import { configOf, nanoArchitecture } from '../testing/reference-model/architectures.ts';
import type { OfaArchitecture } from './graph/architecture.ts';
import { defaultGraphOptions } from './graph/options.ts';
import { planVariant, variantBytes } from './planned-variant.ts';
import { policies } from './quantize/policies.ts';
import type { PolicyName } from './quantize/policies.ts';
import { floatTypeOf, variantTraits } from './variants.ts';

const { signal } = new AbortController();

/** The Chinese large model (checkpoints_cn.md of https://github.com/OFA-Sys/OFA). */
const large: OfaArchitecture = {
  ...nanoArchitecture,
  vocabularySize: 30_325,
  dModel: 1024,
  encoderLayers: 12,
  decoderLayers: 12,
  encoderAttentionHeads: 16,
  decoderAttentionHeads: 16,
  encoderFfnDim: 4096,
  decoderFfnDim: 4096,
  resnetType: 'resnet152',
  patchImageSize: 480,
};

async function bytesIn(name: PolicyName): Promise<number> {
  const options = {
    ...defaultGraphOptions,
    cutImageCodes: true,
    precision: policies[name],
    floatType: floatTypeOf(name),
  };
  const stateDict = formulaStateDict(configOf(large));
  const traits = variantTraits[name];
  return variantBytes(await planVariant(signal, name, traits, large, stateDict, options, () => {}));
}

it('takes little of float32’s bytes for the large shape', async () => {
  const whole = await bytesIn('fp32');
  expect((await bytesIn('int8')) / whole).toBeLessThan(0.26);
  expect((await bytesIn('q4')) / whole).toBeLessThan(0.16);
  expect((await bytesIn('q4f16')) / whole).toBeLessThan(0.16);
});
