/** What encoder and decoder layers have in common: norms around a branch, the feed-forward branch, attention weights. */
import type { ActivationFunction } from './architecture.ts';
import { scaled, scaledNorm, scaledOutputs, withHeadScales } from './folding.ts';
import type { Value } from './graph-builder.ts';
import type { Layers } from './layers.ts';
import { add } from './operators.ts';
import type { CheckpointWeights, Linear, Norm } from './weights.ts';

/** The shape of a layer: the switches of `config.json` that concern one side of the model. */
export interface LayerShape {
  readonly dModel: number;
  readonly heads: number;
  readonly ffnDim: number;
  readonly attnScaleFactor: number;
  readonly normalizeBefore: boolean;
  readonly normformer: boolean;
  readonly useGammaFeature: boolean;
}

/** Projections of one attention: the query scaled, the output with the head scales (`c_attn`) in it. */
interface AttentionProjections {
  readonly query: Required<Linear>;
  readonly key: Required<Linear>;
  readonly value: Required<Linear>;
  readonly output: Required<Linear>;
}

/** An attention between its norms; `middle` is NormFormer's. */
export interface AttentionBranch extends AttentionProjections {
  readonly norm: Norm;
  readonly middle: Norm | undefined;
}

export interface FeedForwardBranch {
  readonly norm: Norm;
  readonly expand: Required<Linear>;
  readonly middle: Norm | undefined;
  readonly contract: Required<Linear>;
}

/**
 * The attention `self_attn`, `cross_attn` of the layer at `name`. `use_gamma_feature`'s factors, which follow the
 * middle norm, go into that norm, or into the output projection where there is none.
 */
export function attentionBranch(
  weights: CheckpointWeights,
  name: string,
  kind: 'self_attn' | 'cross_attn',
  shape: LayerShape,
): AttentionBranch {
  const { dModel, heads, attnScaleFactor } = shape;
  const linear = (projection: string): Required<Linear> =>
    weights.linear(`${name}.${kind}.${projection}`, dModel, dModel);
  const output = withHeadScales(linear('out_proj'), weights.tensor(`${name}.${kind}.c_attn`, [heads]));
  const gamma = shape.useGammaFeature ? weights.tensor(`${name}.weight_${kind}`, [dModel]) : undefined;
  const middle = shape.normformer ? weights.norm(`${name}.${kind}_mid_layer_norm`, dModel) : undefined;
  return {
    query: scaled(linear('q_proj'), ((dModel / heads) * attnScaleFactor) ** -0.5),
    key: linear('k_proj'),
    value: linear('v_proj'),
    output: gamma === undefined || middle !== undefined ? output : scaledOutputs(output, gamma),
    norm: weights.norm(`${name}.${kind}_layer_norm`, dModel),
    middle: gamma === undefined || middle === undefined ? middle : scaledNorm(middle, gamma),
  };
}

/** The feed-forward branch of the layer at `name`. Its `final_layer_norm` is the norm before (or after) it. */
export function feedForwardBranch(
  weights: CheckpointWeights,
  name: string,
  { dModel, ffnDim, normformer, useGammaFeature }: LayerShape,
): FeedForwardBranch {
  const contract = weights.linear(`${name}.fc2`, ffnDim, dModel);
  return {
    norm: weights.norm(`${name}.final_layer_norm`, dModel),
    expand: weights.linear(`${name}.fc1`, dModel, ffnDim),
    middle: normformer ? weights.norm(`${name}.ffn_layer_norm`, ffnDim) : undefined,
    contract: useGammaFeature
      ? scaledOutputs(contract, weights.tensor(`${name}.weight_ffn`, [dModel]))
      : contract,
  };
}

/** x + branch(norm(x)), or norm(x + branch(x)) where the norm comes after. */
export function residual(
  layers: Layers,
  x: Value,
  norm: Norm,
  normalizeBefore: boolean,
  branch: (x: Value) => Value,
): Value {
  if (normalizeBefore) return add(layers.graph, x, branch(layers.norm(x, norm)));
  return layers.norm(add(layers.graph, x, branch(x)), norm);
}

/** fc2(ffnLN(activation(fc1(x)))), x [rows, d]. */
export function feedForward(
  layers: Layers,
  x: Value,
  branch: FeedForwardBranch,
  activation: ActivationFunction,
): Value {
  const hidden = layers.activation(layers.linear(x, branch.expand), activation);
  return layers.linear(layers.norm(hidden, branch.middle), branch.contract);
}
