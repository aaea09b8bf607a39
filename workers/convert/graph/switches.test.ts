/** Every switch of `config.json` that changes the network (reference/README.md, section 4), alone and in company. */
import { describe, expect, it } from 'vitest';
import { measureDeviations } from '../../testing/graph-parity.ts';
import { nanoArchitecture } from '../../testing/reference-model/architectures.ts';
import type { OfaArchitecture } from './architecture.ts';
import { addedTokenCount } from './options.ts';

/** 3 x 3 patches, heads 6 wide, and buckets so few that text distances beyond the linear ones occur. */
const tiny: OfaArchitecture = {
  ...nanoArchitecture,
  vocabularySize: addedTokenCount + 40,
  dModel: 24,
  encoderFfnDim: 40,
  decoderFfnDim: 32,
  maxPositionEmbeddings: 20,
  tokenBucketSize: 6,
  imageBucketSize: 4,
  patchImageSize: 48,
};

const prompt = [0, 9, 10, 11, 9, 12, 13, 14, 15, 16, 17, 2];

/** Beams that part, change places, die out and become fewer; among the tokens an image code and the last bin. */
const steps = [
  { tokens: [0], from: [0] },
  { tokens: [20, 21, 22], from: [0, 0, 0] },
  { tokens: [23, 20, 24], from: [2, 0, 2] },
  { tokens: [25, 25, 26], from: [1, 0, 0] },
  { tokens: [39, 40, 9231], from: [0, 1, 2] },
  { tokens: [27, 28], from: [2, 2] },
  { tokens: [29, 30, 31], from: [1, 0, 1] },
];

type Change = Partial<OfaArchitecture>;

const switches: Readonly<Record<string, Change>> = {
  'no switch turned': {},
  'encoder_normalize_before off': { encoderNormalizeBefore: false },
  'decoder_normalize_before off': { decoderNormalizeBefore: false },
  'normformer off': { normformer: false },
  'layernorm_embedding off': { layernormEmbedding: false },
  'patch_layernorm_embedding off': { patchLayernormEmbedding: false },
  'add_type_embedding off': { addTypeEmbedding: false },
  'scale_embedding on': { scaleEmbedding: true },
  'attn_scale_factor 1': { attnScaleFactor: 1 },
  'activation_function gelu_new': { activationFunction: 'gelu_new' },
  'activation_function relu': { activationFunction: 'relu' },
  'share_attn_bias on': { shareAttnBias: true },
  'share_decoder_input_output_embed off': { shareDecoderInputOutputEmbed: false },
  'entangle_position_embedding on': { entanglePositionEmbedding: true },
  'entangle_position_embedding on, disable_entangle on': {
    entanglePositionEmbedding: true,
    disableEntangle: true,
  },
  'use_gamma_feature on': { useGammaFeature: true },
  'interpolate_position from a smaller grid': { interpolatePosition: true, origPatchImageSize: 40 },
  'interpolate_position from a grid as large': { interpolatePosition: true, origPatchImageSize: 48 },
  'an odd token_bucket_size': { tokenBucketSize: 5 },
  'a token_bucket_size larger than any distance': { tokenBucketSize: 64 },
  'image_bucket_size as large as the grid': { imageBucketSize: 3 },
  'max_position_embeddings as small as the prompt': { maxPositionEmbeddings: 12 },
  'fewer heads in the decoder': { decoderAttentionHeads: 2 },
  'more heads in the decoder': { encoderAttentionHeads: 3, decoderAttentionHeads: 8 },
  'another depth on either side': { encoderLayers: 1, decoderLayers: 3 },
  'one layer on either side': { encoderLayers: 1, decoderLayers: 1 },
  'a patch_image_size that is no multiple of 16': { patchImageSize: 50 },
  'resnet_type resnet34': { resnetType: 'resnet34' },
};

const postNorm: Change = { encoderNormalizeBefore: false, decoderNormalizeBefore: false };

const combinations: Readonly<Record<string, Change>> = {
  'post-norm without normformer': { ...postNorm, normformer: false },
  'post-norm with gamma features': { ...postNorm, useGammaFeature: true },
  'no LayerNorm and no type on the embeddings': {
    layernormEmbedding: false,
    patchLayernormEmbedding: false,
    addTypeEmbedding: false,
    normformer: false,
  },
  'scaled embeddings entangled with stretched positions': {
    scaleEmbedding: true,
    entanglePositionEmbedding: true,
    interpolatePosition: true,
    origPatchImageSize: 32,
  },
  'a shared bias and fewer heads in a deeper decoder': {
    shareAttnBias: true,
    encoderAttentionHeads: 6,
    decoderAttentionHeads: 3,
    decoderLayers: 3,
  },
  'nearly every switch turned': {
    ...postNorm,
    normformer: false,
    patchLayernormEmbedding: false,
    addTypeEmbedding: false,
    scaleEmbedding: true,
    attnScaleFactor: 3,
    activationFunction: 'gelu_new',
    shareAttnBias: true,
    shareDecoderInputOutputEmbed: false,
    entanglePositionEmbedding: true,
    useGammaFeature: true,
    interpolatePosition: true,
    origPatchImageSize: 32,
    tokenBucketSize: 5,
    decoderAttentionHeads: 2,
    encoderLayers: 3,
  },
};

/** Tolerances of reference/README.md, section 2: encoder 1e-4, logits 5e-4. */
async function expectParity(change: Change, side?: number): Promise<void> {
  const architecture = { ...tiny, ...change };
  const signal = new AbortController().signal;
  const size = side === undefined ? {} : { side };
  const deviations = await measureDeviations(signal, { architecture, ...size, prompt, steps });
  for (const [output, deviation] of Object.entries(deviations.encoder)) {
    expect(deviation, output).toBeLessThan(1e-4);
  }
  expect(deviations.logits, 'logits').toBeLessThan(5e-4);
}

describe('the graphs compute what the model of this configuration does', () => {
  it.each(Object.entries(switches))('%s', async (_, change) => expectParity(change));
  it.each(Object.entries(combinations))('%s', async (_, change) => expectParity(change));
});

const smaller: Readonly<Record<string, Change>> = {
  'no switch turned': {},
  'share_attn_bias on': { shareAttnBias: true },
  'entangle_position_embedding on': { entanglePositionEmbedding: true },
  'buckets fewer than patches': { imageBucketSize: 3 },
};

describe('for a smaller picture they compute what the model made for that size does', () => {
  it.each(Object.entries(smaller))('%s', async (_, change) => expectParity(change, 32));
  it('down to a single patch', async () => expectParity({}, 16));
});
