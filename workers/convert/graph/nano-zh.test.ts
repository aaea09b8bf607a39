import { readFileSync } from 'node:fs';
import type { InferenceSession } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { formulaStateDict } from '../../testing/formula-checkpoint.ts';
import { DecoderRun, floats, runEncoder } from '../../testing/graph-runner.ts';
import { createNodeSession } from '../../testing/node-session.ts';
import { goldenTensor, referencePath } from '../../testing/reference.ts';
import { nanoArchitecture } from '../../testing/reference-model/architectures.ts';
import { maxAbsoluteDifference } from '../../testing/reference-model/matrix.ts';
import { float32 } from '../quantize/float32.ts';
import { buildDecoder } from './decoder.ts';
import { buildEncoder } from './encoder.ts';
import { defaultGraphOptions, vocabularyRows } from './options.ts';
import type { GraphOptions } from './options.ts';

const { signal } = new AbortController();
const readJson = (path: string) => JSON.parse(readFileSync(referencePath(path), 'utf8')) as unknown;
const golden = readJson('nano-zh/golden/golden.json') as {
  input_ids: readonly number[];
  decoder_input_ids: readonly number[];
};
const stateDict = formulaStateDict(readJson('nano-zh/config.json') as Record<string, number>);
const exposed = [
  'resnet',
  'encoder_hidden_states_0',
  'encoder_hidden_states_1',
  'encoder_hidden_states_2',
  'encoder_last_hidden_state',
  'position_embedding',
];
const options: GraphOptions = {
  ...defaultGraphOptions,
  precision: () => float32,
  expose: new Set(exposed),
};

/** Suggested tolerances of reference/README.md, section 2. */
const encoderTolerance = 1e-4;
const logitsTolerance = 5e-4;

function patchImage(image: string): Float32Array {
  return goldenTensor(`${image}/patch_image`).data as Float32Array;
}

function row(values: Float32Array, index: number, width: number): Float32Array {
  return values.subarray(index * width, (index + 1) * width);
}

let encoder: InferenceSession;
let decoder: InferenceSession;

beforeAll(async () => {
  encoder = await createNodeSession(signal, await buildEncoder(signal, nanoArchitecture, stateDict, options));
  decoder = await createNodeSession(signal, await buildDecoder(signal, nanoArchitecture, stateDict, options));
});

describe('the encoder graph of nano-zh', () => {
  it.each(['photo_640x360', 'small_50x70'])('equals PyTorch at every stage: %s', async (image) => {
    const outputs = await runEncoder(encoder, patchImage(image), golden.input_ids);
    for (const name of exposed) {
      const difference = maxAbsoluteDifference(floats(outputs, name), goldenTensor(`${image}/${name}`).data);
      expect(difference, name).toBeLessThan(encoderTolerance);
    }
  });

  it.each(['exif6_320x200', 'gray_123x211', 'rgba_200x150'])(
    'equals PyTorch at its end: %s',
    async (image) => {
      const outputs = await runEncoder(encoder, patchImage(image), golden.input_ids);
      const name = 'encoder_last_hidden_state';
      const expected = goldenTensor(`${image}/${name}`).data;
      expect(maxAbsoluteDifference(floats(outputs, name), expected)).toBeLessThan(encoderTolerance);
    },
  );
});

describe('the decoder graph of nano-zh', () => {
  const ids = golden.decoder_input_ids;
  const { vocabularySize } = nanoArchitecture;

  it.each(['photo_640x360', 'small_50x70'])(
    'equals PyTorch step by step with its cache: %s',
    async (image) => {
      const expected = goldenTensor(`${image}/decoder_logits`).data as Float32Array;
      const run = new DecoderRun(decoder, await runEncoder(encoder, patchImage(image), golden.input_ids));
      for (const [step, token] of ids.entries()) {
        const difference = maxAbsoluteDifference(
          await run.step([token], [0]),
          row(expected, step, vocabularySize),
        );
        expect(difference, `step ${step}`).toBeLessThan(logitsTolerance);
      }
    },
  );

  it('gives each row the past of the row that its beam index names', async () => {
    const source = await runEncoder(encoder, patchImage('photo_640x360'), golden.input_ids);
    const expected = goldenTensor('photo_640x360/decoder_logits').data as Float32Array;
    const run = new DecoderRun(decoder, source);
    // Row 1 follows the reference's sequence, then row 0, then row 2; the others take other tokens.
    await run.step([ids[0]], [0]);
    await run.step([7, ids[1], 9], [0, 0, 0]);
    const third = await run.step([ids[2], 8, 11], [1, 0, 2]);
    const fourth = await run.step([5, 6, ids[3]], [1, 2, 0]);
    expect(
      maxAbsoluteDifference(row(third, 0, vocabularySize), row(expected, 2, vocabularySize)),
    ).toBeLessThan(logitsTolerance);
    expect(
      maxAbsoluteDifference(row(fourth, 2, vocabularySize), row(expected, 3, vocabularySize)),
    ).toBeLessThan(logitsTolerance);
    expect(
      maxAbsoluteDifference(row(fourth, 0, vocabularySize), row(expected, 3, vocabularySize)),
    ).toBeGreaterThan(0.1);
  });

  it('computes each row as if it were alone', async () => {
    const source = await runEncoder(encoder, patchImage('photo_640x360'), golden.input_ids);
    const together = new DecoderRun(decoder, source);
    await together.step([0], [0]);
    const rows = await together.step([12, 13, 14, 15, 16], [0, 0, 0, 0, 0]);
    const alone = new DecoderRun(decoder, source);
    await alone.step([0], [0]);
    const last = await alone.step([16], [0]);
    expect(maxAbsoluteDifference(row(rows, 4, vocabularySize), last)).toBeLessThan(1e-5);
  });

  it('leaves the logits of words as they are when image codes and bins are cut', async () => {
    const cutOptions = { ...options, cutImageCodes: true, expose: new Set<string>() };
    const cutEncoder = await createNodeSession(
      signal,
      await buildEncoder(signal, nanoArchitecture, stateDict, cutOptions),
    );
    const cutDecoder = await createNodeSession(
      signal,
      await buildDecoder(signal, nanoArchitecture, stateDict, cutOptions),
    );
    const rows = vocabularyRows(nanoArchitecture, cutOptions);
    const source = await runEncoder(cutEncoder, patchImage('photo_640x360'), golden.input_ids);
    const logits = await new DecoderRun(cutDecoder, source).step([ids[0]], [0]);
    const expected = goldenTensor('photo_640x360/decoder_logits').data.subarray(0, rows);
    expect(rows).toBe(292);
    expect(logits).toHaveLength(rows);
    expect(maxAbsoluteDifference(logits, expected)).toBeLessThan(logitsTolerance);
  });
});
