/** The parts that OFA's encoder and decoder layers are made of. */
import type { OfaArchitecture } from '../../convert/graph/architecture.ts';
import { activations } from './activation.ts';
import { add, map, multiplyRow, zeros, type Matrix } from './matrix.ts';
import type { AttentionBias } from './positions.ts';
import { applyLayerNorm, applyLinear, type Weights } from './weights.ts';

/** A layer's place in the checkpoint and the switches that hold for its half of the network. */
export interface LayerContext {
  readonly weights: Weights;
  /** `encoder.layers.0`, … */
  readonly name: string;
  readonly architecture: OfaArchitecture;
  readonly heads: number;
  readonly normalizeBefore: boolean;
}

/** Factor of the query, in attention and in the position biases (reference/README.md, section 5, Encoder, 3 and 5). */
export function queryScale(architecture: OfaArchitecture, heads: number): number {
  return ((architecture.dModel / heads) * architecture.attnScaleFactor) ** -0.5;
}

/**
 * Attention of the rows of `x` [t, d] to those of `source` [s, d], before any norm or residual connection.
 * `causal`: a row sees keys up to its own position only.
 */
function attention(
  context: LayerContext,
  part: 'self_attn' | 'cross_attn',
  x: Matrix,
  source: Matrix,
  bias: AttentionBias,
  causal: boolean,
): Matrix {
  const { weights, heads, architecture } = context;
  const name = `${context.name}.${part}`;
  const scale = queryScale(architecture, heads);
  const query = map(applyLinear(weights, `${name}.q_proj`, x), (value) => value * scale);
  const key = applyLinear(weights, `${name}.k_proj`, source);
  const value = applyLinear(weights, `${name}.v_proj`, source);
  const headScale = weights(`${name}.c_attn`).data;
  const d = x.columns;
  const width = d / heads;
  const mixed = zeros(x.rows, d);
  for (let head = 0; head < heads; head++) {
    const first = head * width;
    for (let i = 0; i < x.rows; i++) {
      const visible = causal ? i + 1 : source.rows;
      const scores = new Float64Array(visible);
      for (let j = 0; j < visible; j++) {
        let sum = bias.data[(head * x.rows + i) * source.rows + j];
        for (let k = first; k < first + width; k++) sum += query.data[i * d + k] * key.data[j * d + k];
        scores[j] = sum;
      }
      const largest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
      const powers = scores.map((score) => Math.exp(score - largest));
      const total = powers.reduce((a, b) => a + b, 0);
      for (let j = 0; j < visible; j++) {
        const share = (powers[j] / total) * headScale[head];
        for (let k = first; k < first + width; k++) mixed.data[i * d + k] += share * value.data[j * d + k];
      }
    }
  }
  return applyLinear(weights, `${name}.out_proj`, mixed);
}

/** What surrounds every branch: LayerNorm before it, or after the sum; the branch's own factor if there is one. */
function residual(
  context: LayerContext,
  norm: string,
  factor: string,
  x: Matrix,
  branch: (input: Matrix) => Matrix,
): Matrix {
  const { weights, name, normalizeBefore, architecture } = context;
  const normalise = (input: Matrix): Matrix => applyLayerNorm(weights, `${name}.${norm}`, input);
  let out = branch(normalizeBefore ? normalise(x) : x);
  if (architecture.useGammaFeature) out = multiplyRow(out, weights(`${name}.${factor}`).data);
  out = add(x, out);
  return normalizeBefore ? out : normalise(out);
}

/** Attention of `x` to itself, with norms and residual connection. */
export function selfAttention(
  context: LayerContext,
  x: Matrix,
  bias: AttentionBias,
  causal: boolean,
): Matrix {
  return residual(context, 'self_attn_layer_norm', 'weight_self_attn', x, (input) => {
    const out = attention(context, 'self_attn', input, input, bias, causal);
    return normformerNorm(context, 'self_attn_mid_layer_norm', out);
  });
}

/** Attention of `x` to the encoder's output `source`, with norms and residual connection. */
export function crossAttention(
  context: LayerContext,
  x: Matrix,
  source: Matrix,
  bias: AttentionBias,
): Matrix {
  return residual(context, 'cross_attn_layer_norm', 'weight_cross_attn', x, (input) => {
    const out = attention(context, 'cross_attn', input, source, bias, false);
    return normformerNorm(context, 'cross_attn_mid_layer_norm', out);
  });
}

/** The feed-forward part, with norms and residual connection; `final_layer_norm` is the norm before it. */
export function feedForward(context: LayerContext, x: Matrix): Matrix {
  const { weights, name, architecture } = context;
  return residual(context, 'final_layer_norm', 'weight_ffn', x, (input) => {
    const wide = map(
      applyLinear(weights, `${name}.fc1`, input),
      activations[architecture.activationFunction],
    );
    return applyLinear(weights, `${name}.fc2`, normformerNorm(context, 'ffn_layer_norm', wide));
  });
}

function normformerNorm(context: LayerContext, norm: string, x: Matrix): Matrix {
  return context.architecture.normformer ? applyLayerNorm(context.weights, `${context.name}.${norm}`, x) : x;
}
