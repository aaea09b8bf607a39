import { beforeAll, describe, expect, it } from 'vitest';
import { formulaStateDict } from '../../testing/formula-checkpoint.ts';
import { DecoderRun, floats, runEncoder } from '../../testing/graph-runner.ts';
import { multipliedOutQ4 } from '../../testing/multiplied-out.ts';
import { createNodeSession } from '../../testing/node-session.ts';
import { goldenTensor } from '../../testing/reference.ts';
import { configOf, nanoArchitecture } from '../../testing/reference-model/architectures.ts';
import type { OfaArchitecture } from '../graph/architecture.ts';
import { buildDecoder } from '../graph/decoder.ts';
import { buildEncoder } from '../graph/encoder.ts';
import { defaultGraphOptions } from '../graph/options.ts';
import type { GraphOptions } from '../graph/options.ts';
import type { GraphDefinition } from '../onnx/graph-definition.ts';
import { policies } from './policies.ts';

const { signal } = new AbortController();
const pixels = goldenTensor('photo_640x360/patch_image').data as Float32Array;
const prompt = [0, 20, 21, 22, 23, 24, 25, 2];
const tokens = [0, 30, 31, 32];

/** Wide enough for 4 bits but for its feed-forward layers and its vocabulary. */
const wide: OfaArchitecture = {
  ...nanoArchitecture,
  dModel: 512,
  encoderAttentionHeads: 8,
  decoderAttentionHeads: 8,
  encoderFfnDim: 256,
  decoderFfnDim: 256,
  encoderLayers: 1,
  decoderLayers: 1,
};
const stateDict = formulaStateDict(configOf(wide));

interface Graphs {
  readonly encoder: GraphDefinition;
  readonly decoder: GraphDefinition;
}

interface Results {
  readonly states: Float32Array;
  /** Of each step, [V]. */
  readonly logits: readonly Float32Array[];
}

async function graphsOf(options: Pick<GraphOptions, 'precision' | 'floatType'>): Promise<Graphs> {
  const all = {
    ...defaultGraphOptions,
    ...options,
    cutImageCodes: true,
    targetPositions: 32,
    expose: new Set(['encoder_last_hidden_state']),
  };
  return {
    encoder: await buildEncoder(signal, wide, stateDict, all),
    decoder: await buildDecoder(signal, wide, stateDict, all),
  };
}

async function resultsOf({ encoder, decoder }: Graphs): Promise<Results> {
  const encoded = await runEncoder(await createNodeSession(signal, encoder), pixels, prompt);
  const run = new DecoderRun(await createNodeSession(signal, decoder), encoded);
  const logits: Float32Array[] = [];
  for (const token of tokens) logits.push(await run.step([token], [0]));
  return { states: floats(encoded, 'encoder_last_hidden_state'), logits };
}

/** What each graph has in its weight files. */
function storedIn({ encoder, decoder }: Graphs) {
  return [encoder, decoder].map(({ initializers }) =>
    initializers
      .filter(({ dimensions }) => dimensions.length > 0)
      .map(({ name, dataType, dimensions }) => ({ name, dataType, dimensions })),
  );
}

function squares(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}

/** ‖actual - expected‖ / ‖expected‖ */
function relativeError(actual: Float32Array, expected: Float32Array): number {
  return Math.sqrt(squares(actual.map((value, index) => value - expected[index])) / squares(expected));
}

function expectClose(actual: Results, expected: Results, bound: number): void {
  expect(relativeError(actual.states, expected.states)).toBeLessThan(bound);
  for (const [step, values] of actual.logits.entries()) {
    expect(relativeError(values, expected.logits[step]), `step ${step}`).toBeLessThan(bound);
  }
}

let graphs: Graphs;
let results: Results;

beforeAll(async () => {
  graphs = await graphsOf({ precision: policies.q4, floatType: 'float32' });
  results = await resultsOf(graphs);
});

describe('the graphs in q4', () => {
  it('hold large matrices in 4 bits, those with a small side in 8, and no matrix in anything else', () => {
    const { nodes } = graphs.decoder;
    const bits = nodes
      .filter(({ operator }) => operator === 'MatMulNBits')
      .map(({ attributes }) => attributes.bits);
    const narrow = bits.filter((attribute) => attribute.kind === 'int' && attribute.value === 8);
    expect(bits).toHaveLength(wide.decoderLayers * 8 + 1);
    expect(narrow).toHaveLength(wide.decoderLayers * 2 + 1);
    expect(nodes.filter(({ operator }) => operator === 'Gemm')).toEqual([]);
  });

  it('compute what plain products with the same levels and scales compute', async () => {
    const plain = await graphsOf({ precision: multipliedOutQ4, floatType: 'float32' });
    expectClose(results, await resultsOf(plain), 1e-4);
  });

  it('compute nearly the same in float16', async () => {
    const half = await graphsOf({ precision: policies.q4f16, floatType: 'float16' });
    expectClose(await resultsOf(half), results, 0.01);
  });

  it('have the same weight files in float16', async () => {
    const half = await graphsOf({ precision: policies.q4f16, floatType: 'float16' });
    expect(storedIn(half)).toEqual(storedIn(graphs));
  });
});
