/** What the bench compares the product with must compute the same, or the comparison says nothing. */
import { readFileSync } from 'node:fs';
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildDecoder } from '../../convert/graph/decoder.ts';
import { buildEncoder } from '../../convert/graph/encoder.ts';
import { defaultGraphOptions } from '../../convert/graph/options.ts';
import type { GraphDefinition } from '../../convert/onnx/graph-definition.ts';
import { float32 } from '../../convert/quantize/float32.ts';
import { DecoderRun } from '../../ofa/session/decoder-session.ts';
import type { Feeds, OnnxRuntime } from '../../ofa/session/onnx-runtime.ts';
import { graphNames } from '../../protocol/graph-names.ts';
import { formulaStateDict } from '../formula-checkpoint.ts';
import { floats, runEncoder } from '../graph-runner.ts';
import { createNodeSession } from '../node-session.ts';
import { goldenTensor, referencePath } from '../reference.ts';
import { nanoArchitecture } from '../reference-model/architectures.ts';
import { maxAbsoluteDifference } from '../reference-model/matrix.ts';
import { expandedBeamsRuntime, withExpandedBeams } from './expanded-beams.ts';
import { buildPlainDecoder } from './plain-decoder.ts';
import { buildPlainEncoder } from './plain-encoder.ts';
import { plainNames } from './plain-names.ts';
import { plainRuntime } from './plain-runtime.ts';
import { repeatRows } from './repeat-rows.ts';

const { signal } = new AbortController();
const readJson = (path: string) => JSON.parse(readFileSync(referencePath(path), 'utf8')) as unknown;
const golden = readJson('nano-zh/golden/golden.json') as {
  input_ids: readonly number[];
  decoder_input_ids: readonly number[];
};
const stateDict = formulaStateDict(readJson('nano-zh/config.json') as Record<string, number>);
const pixels = goldenTensor('photo_640x360/patch_image').data as Float32Array;
const expected = goldenTensor('photo_640x360/decoder_logits').data as Float32Array;
const { vocabularySize } = nanoArchitecture;

/** Suggested tolerance of reference/README.md, section 2. */
const logitsTolerance = 5e-4;

const steps = [
  { tokens: [0], from: [0] },
  { tokens: [7, 20, 9], from: [0, 0, 0] },
  { tokens: [21, 8, 11], from: [1, 0, 2] },
  { tokens: [5, 6, 30], from: [1, 2, 0] },
] as const;

const architecture = {
  ...nanoArchitecture,
  hiddenSize: nanoArchitecture.dModel,
  parameters: 0,
};

/** The logits of every step. */
async function logitsOf(runtime: OnnxRuntime, picture: Feeds): Promise<readonly Float32Array[]> {
  const layers = Array.from({ length: architecture.decoderLayers }, (_, layer) => layer);
  const residentOutputs = layers.flatMap((layer) => [
    graphNames.presentKey(layer),
    graphNames.presentValue(layer),
  ]);
  const session = await runtime.createSession({ model: new Uint8Array(), externalData: [], residentOutputs });
  const run = new DecoderRun(runtime, session, architecture, picture);
  const logits: Float32Array[] = [];
  for (const { tokens, from } of steps) {
    logits.push(await run.step(signal, Int32Array.from(tokens), Int32Array.from(from)));
  }
  return logits;
}

/** A runtime whose only session is one of `graph`. */
function runtimeOf(graph: GraphDefinition): OnnxRuntime {
  return {
    Tensor,
    threads: 1,
    createSession: async () => createNodeSession(signal, graph),
  };
}

let productDecoder: GraphDefinition;
let source: InferenceSession.OnnxValueMapType;
let product: readonly Float32Array[];

beforeAll(async () => {
  const options = { ...defaultGraphOptions, precision: () => float32 };
  const encoder = await createNodeSession(
    signal,
    await buildEncoder(signal, nanoArchitecture, stateDict, options),
  );
  source = await runEncoder(encoder, pixels, golden.input_ids);
  productDecoder = await buildDecoder(signal, nanoArchitecture, stateDict, options);
  product = await logitsOf(runtimeOf(productDecoder), source);
});

describe('the plain export', () => {
  let plainSource: InferenceSession.OnnxValueMapType;
  let decoder: GraphDefinition;

  beforeAll(async () => {
    const encoder = await buildPlainEncoder(signal, nanoArchitecture, stateDict);
    plainSource = await runEncoder(await createNodeSession(signal, encoder), pixels, golden.input_ids);
    decoder = buildPlainDecoder(nanoArchitecture, stateDict);
  });

  it('has an encoder without the decoder’s weights that equals PyTorch', () => {
    const states = floats(plainSource, plainNames.lastHiddenState);
    const { data } = goldenTensor('photo_640x360/encoder_last_hidden_state');
    expect(maxAbsoluteDifference(states, data)).toBeLessThan(1e-4);
    expect(Object.keys(plainSource).sort()).toEqual(['encoder_last_hidden_state', 'position_embedding']);
  });

  it('gives PyTorch’s logits of a whole prefix at once', async () => {
    const session = await createNodeSession(signal, decoder);
    const ids = golden.decoder_input_ids;
    const [states, positions] = [plainNames.lastHiddenState, plainNames.positionEmbedding].map((name) => {
      const [sequence, width] = plainSource[name].dims;
      return repeatRows(Tensor, new Tensor('float32', floats(plainSource, name), [1, sequence, width]), 2);
    });
    const outputs = await session.run({
      [plainNames.decoderInputIds]: new Tensor('int32', Int32Array.from([...ids, ...ids]), [2, ids.length]),
      [plainNames.encoderHiddenStates]: states,
      [plainNames.encoderPositionEmbedding]: positions,
    });
    const logits = floats(outputs, plainNames.logits);
    expect(logits).toHaveLength(2 * ids.length * vocabularySize);
    for (const start of [0, expected.length]) {
      const row = logits.subarray(start, start + expected.length);
      expect(maxAbsoluteDifference(row, expected)).toBeLessThan(logitsTolerance);
    }
  });

  it('gives the product’s logits at every step, each row with its own prefix', async () => {
    const plain = await logitsOf(plainRuntime(runtimeOf(decoder)), plainSource);
    for (const [step, logits] of plain.entries()) {
      expect(maxAbsoluteDifference(logits, product[step]), `step ${step}`).toBeLessThan(logitsTolerance);
    }
  });
});

describe('the decoder step with expanded beams', () => {
  it('reads keys and values of its own in every row', () => {
    const dimensions = withExpandedBeams(productDecoder).inputs.find(
      ({ name }) => name === graphNames.crossKey(0),
    )?.dimensions;
    expect(dimensions?.[0]).toBe('rows');
  });

  it('gives the product’s logits at every step', async () => {
    const runtime = expandedBeamsRuntime(runtimeOf(withExpandedBeams(productDecoder)));
    const expanded = await logitsOf(runtime, source);
    for (const [step, logits] of expanded.entries()) {
      expect(maxAbsoluteDifference(logits, product[step]), `step ${step}`).toBeLessThan(1e-5);
    }
  });
});
