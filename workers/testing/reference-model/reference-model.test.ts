import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { formulaStateDict } from '../formula-checkpoint.ts';
import { goldenTensor, referencePath } from '../reference.ts';
import { configOf, nanoArchitecture } from './architectures.ts';
import { decode } from './decoder.ts';
import { encode, type EncoderOutput } from './encoder.ts';
import { maxAbsoluteDifference } from './matrix.ts';
import { loadWeights, type Weights } from './weights.ts';

const golden = JSON.parse(readFileSync(referencePath('nano-zh/golden/golden.json'), 'utf8')) as {
  readonly input_ids: readonly number[];
  readonly decoder_input_ids: readonly number[];
};

const images = ['photo_640x360', 'small_50x70', 'rgba_200x150', 'gray_123x211', 'exif6_320x200'] as const;
/** The images for which PyTorch's hidden states and logits were kept. */
const tracedImages = ['photo_640x360', 'small_50x70'] as const;

let weights: Weights;
const encodings = new Map<string, EncoderOutput>();

beforeAll(async () => {
  weights = await loadWeights(new AbortController().signal, formulaStateDict(configOf(nanoArchitecture)));
  const side = nanoArchitecture.patchImageSize;
  for (const image of images) {
    const data = Float64Array.from(goldenTensor(`${image}/patch_image`).data);
    const pixels = { channels: 3, height: side, width: side, data };
    encodings.set(image, encode(weights, nanoArchitecture, pixels, golden.input_ids));
  }
});

function encodingOf(image: string): EncoderOutput {
  const encoding = encodings.get(image);
  if (encoding === undefined) throw new Error(`${image} was not encoded`);
  return encoding;
}

function differenceFromGolden(actual: ArrayLike<number>, name: string): number {
  return maxAbsoluteDifference(actual, goldenTensor(name).data);
}

it('describes the golden model as its config.json does', () => {
  const config: unknown = JSON.parse(readFileSync(referencePath('nano-zh/config.json'), 'utf8'));
  expect(config).toMatchObject(configOf(nanoArchitecture));
});

describe('the plain model computes what PyTorch does', () => {
  it.each(images)('ResNet features of %s', (image) => {
    expect(differenceFromGolden(encodingOf(image).features.data, `${image}/resnet`)).toBeLessThan(1e-4);
  });

  it.each(images)('encoder outputs of %s', (image) => {
    const { lastHiddenState, positionEmbedding } = encodingOf(image);
    expect(differenceFromGolden(lastHiddenState.data, `${image}/encoder_last_hidden_state`)).toBeLessThan(
      1e-4,
    );
    expect(differenceFromGolden(positionEmbedding.data, `${image}/position_embedding`)).toBeLessThan(1e-4);
  });

  it.each(tracedImages)('every layer of the encoder on %s', (image) => {
    const { hiddenStates } = encodingOf(image);
    expect(hiddenStates).toHaveLength(nanoArchitecture.encoderLayers + 1);
    hiddenStates.forEach((state, layer) => {
      expect(differenceFromGolden(state.data, `${image}/encoder_hidden_states_${layer}`)).toBeLessThan(1e-4);
    });
  });

  it.each(tracedImages)('logits of %s', (image) => {
    const logits = decode(weights, nanoArchitecture, encodingOf(image), golden.decoder_input_ids);
    expect(differenceFromGolden(logits.data, `${image}/decoder_logits`)).toBeLessThan(5e-4);
  });
});
