/**
 * The ONNX graphs of a formula-weight model against the plain float64 computation of it: the decoder step by step
 * with its cache and its beams, against the whole prefix at once.
 */
import type { OfaArchitecture } from '../convert/graph/architecture.ts';
import { buildDecoder } from '../convert/graph/decoder.ts';
import { buildEncoder } from '../convert/graph/encoder.ts';
import { defaultGraphOptions, type GraphOptions } from '../convert/graph/options.ts';
import { float32 } from '../convert/quantize/float32.ts';
import { graphNames } from '../protocol/graph-names.ts';
import { formulaStateDict } from './formula-checkpoint.ts';
import { DecoderRun, floats, runEncoder } from './graph-runner.ts';
import { createNodeSession } from './node-session.ts';
import { configOf } from './reference-model/architectures.ts';
import { decode } from './reference-model/decoder.ts';
import { encode, type EncoderOutput } from './reference-model/encoder.ts';
import { maxAbsoluteDifference, type Matrix } from './reference-model/matrix.ts';
import { applyLinear, loadWeights, type Weights } from './reference-model/weights.ts';

/** Rows of one decoder step. */
interface BeamStep {
  /** The token appended to each row. */
  readonly tokens: readonly number[];
  /** For each row the row of the step before that it continues. */
  readonly from: readonly number[];
}

export interface ParityCase {
  readonly architecture: OfaArchitecture;
  /** Side of the picture in pixels; that of the architecture if left out. */
  readonly side?: number;
  readonly prompt: readonly number[];
  /** The first step has one row, which continues nothing. */
  readonly steps: readonly BeamStep[];
}

/** Largest absolute deviation by kind of output. */
export interface Deviations {
  readonly encoder: Readonly<Record<string, number>>;
  readonly logits: number;
}

const options: GraphOptions = {
  ...defaultGraphOptions,
  precision: () => float32,
  expose: new Set(['encoder_last_hidden_state', 'position_embedding']),
};

/** Reproducible noise in [-1, 1), [3, side, side], in place of a normalised picture. */
function noise(side: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: 3 * side * side }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Rows [L, heads · D] in the order of the graph's cross keys [heads, D, L] or values [heads, L, D]. */
function byHead(rows: Matrix, heads: number, order: 'keys' | 'values'): Float64Array {
  const width = rows.columns / heads;
  return rows.data.map((_, index) => {
    const head = Math.floor(index / (rows.rows * width));
    const within = index % (rows.rows * width);
    const [row, column] =
      order === 'keys'
        ? [within % rows.rows, Math.floor(within / rows.rows)]
        : [Math.floor(within / width), within % width];
    return rows.data[row * rows.columns + head * width + column];
  });
}

/** What the encoder graph must give, by the name of the output. */
function expectedOutputs(
  weights: Weights,
  { decoderAttentionHeads: heads, decoderLayers }: OfaArchitecture,
  { lastHiddenState, positionEmbedding }: EncoderOutput,
): Map<string, Float64Array> {
  const crossPositionKey = applyLinear(weights, 'decoder.cross_pos_k_linear', positionEmbedding);
  const expected = new Map([
    ['encoder_last_hidden_state', lastHiddenState.data],
    ['position_embedding', positionEmbedding.data],
    [graphNames.crossPositionKey, byHead(crossPositionKey, heads, 'keys')],
  ]);
  for (let layer = 0; layer < decoderLayers; layer += 1) {
    const attention = `decoder.layers.${layer}.cross_attn`;
    const key = applyLinear(weights, `${attention}.k_proj`, lastHiddenState);
    const value = applyLinear(weights, `${attention}.v_proj`, lastHiddenState);
    expected.set(graphNames.crossKey(layer), byHead(key, heads, 'keys'));
    expected.set(graphNames.crossValue(layer), byHead(value, heads, 'values'));
  }
  return expected;
}

/** Runs graphs and plain computation of the same formula weights on the same picture (noise) and tokens. */
export async function measureDeviations(signal: AbortSignal, parityCase: ParityCase): Promise<Deviations> {
  const { architecture, side = architecture.patchImageSize, prompt, steps } = parityCase;
  const stateDict = formulaStateDict(configOf(architecture));
  const weights = await loadWeights(signal, stateDict);
  const pixels = noise(side);
  const image = { channels: 3, height: side, width: side, data: Float64Array.from(pixels) };
  const expected = encode(weights, { ...architecture, patchImageSize: side }, image, prompt);

  const encoder = await createNodeSession(
    signal,
    await buildEncoder(signal, architecture, stateDict, options),
  );
  const encoded = await runEncoder(encoder, pixels, prompt);
  await encoder.release();
  const encoderDeviations: Record<string, number> = {};
  for (const [name, values] of expectedOutputs(weights, architecture, expected)) {
    encoderDeviations[name] = maxAbsoluteDifference(floats(encoded, name), values);
  }

  const decoder = await createNodeSession(
    signal,
    await buildDecoder(signal, architecture, stateDict, options),
  );
  const run = new DecoderRun(decoder, encoded);
  const columns = architecture.vocabularySize;
  let logits = 0;
  let prefixes: readonly (readonly number[])[] = [[]];
  for (const { tokens, from } of steps) {
    prefixes = tokens.map((token, row) => [...prefixes[from[row]], token]);
    const actual = await run.step(tokens, from);
    for (const [row, prefix] of prefixes.entries()) {
      const plain = decode(weights, architecture, expected, prefix).data.subarray(-columns);
      const difference = maxAbsoluteDifference(actual.subarray(row * columns, (row + 1) * columns), plain);
      logits = Math.max(logits, difference);
    }
  }
  await decoder.release();
  return { encoder: encoderDeviations, logits };
}
