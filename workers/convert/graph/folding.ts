/** What a linear layer, a norm or a convolution can take into itself, so that the graph has fewer nodes. */
import { elementCount } from '../onnx/data-type.ts';
import { derivedWeight } from './weights.ts';
import type { Convolution, Linear, Norm, Values, Weight } from './weights.ts';

const batchNormEpsilon = 1e-5;

/** `factor · (x Wᵀ + b)`, e.g. the scaling of the attention query. */
export function scaled(linear: Required<Linear>, factor: number): Required<Linear> {
  if (factor === 1) return linear;
  const scale = (weight: Weight): Weight =>
    derivedWeight(weight.name, weight.shape, [weight], (values) => values.map((value) => value * factor));
  return { weight: scale(linear.weight), bias: scale(linear.bias) };
}

/** Each row of `values` times its entry of `factors`. */
function scaleRows(values: Values, factors: Values): Values {
  const width = values.length / factors.length;
  return values.map((value, index) => value * factors[Math.floor(index / width)]);
}

/** `gamma ⊙ (x Wᵀ + b)`, gamma [out]: the `weight_ffn` and its like of `use_gamma_feature`. */
export function scaledOutputs(linear: Required<Linear>, gamma: Weight): Required<Linear> {
  const scale = (weight: Weight): Weight =>
    derivedWeight(weight.name, weight.shape, [weight, gamma], scaleRows);
  return { weight: scale(linear.weight), bias: scale(linear.bias) };
}

/** `gamma ⊙ LayerNorm(x)`. */
export function scaledNorm(norm: Norm, gamma: Weight): Norm {
  const scale = (weight: Weight): Weight =>
    derivedWeight(weight.name, weight.shape, [weight, gamma], scaleRows);
  return { gain: scale(norm.gain), bias: scale(norm.bias) };
}

/** The output projection of an attention whose heads are scaled by `headScales` [heads] (`c_attn`) before it. */
export function withHeadScales(projection: Required<Linear>, headScales: Weight): Required<Linear> {
  const { weight, bias } = projection;
  const inputs = weight.shape[1];
  const headWidth = inputs / elementCount(headScales.shape);
  return {
    weight: derivedWeight(weight.name, weight.shape, [weight, headScales], (values, scales) =>
      values.map((value, index) => value * scales[Math.floor((index % inputs) / headWidth)]),
    ),
    bias,
  };
}

/** `addend` is added to the output: `x Wᵀ + (b + addend)`, addend [out]. */
export function withAddend(linear: Required<Linear>, addend: Weight): Required<Linear> {
  const { weight, bias } = linear;
  return {
    weight,
    bias: derivedWeight(bias.name, bias.shape, [bias, addend], (values, addends) =>
      values.map((value, index) => value + addends[index]),
    ),
  };
}

/** A BatchNorm's tensors, each [channels]. */
export interface BatchNorm {
  readonly gain: Weight;
  readonly bias: Weight;
  readonly mean: Weight;
  readonly variance: Weight;
}

/** What a BatchNorm multiplies each channel by. */
function channelFactors(gains: Values, variances: Values): number[] {
  return Array.from(gains, (gain, channel) => gain / Math.sqrt(variances[channel] + batchNormEpsilon));
}

/** The convolution (itself without bias) that does what `weight` and the BatchNorm after it do; eps 1e-5. */
export function withBatchNorm(weight: Weight, norm: BatchNorm): Convolution {
  const filterSize = elementCount(weight.shape.slice(1));
  return {
    weight: derivedWeight(
      weight.name,
      weight.shape,
      [weight, norm.gain, norm.variance],
      (values, gains, variances) => {
        const factors = channelFactors(gains, variances);
        return values.map((value, index) => value * factors[Math.floor(index / filterSize)]);
      },
    ),
    bias: derivedWeight(
      norm.bias.name,
      norm.bias.shape,
      [norm.bias, norm.gain, norm.mean, norm.variance],
      (biases, gains, means, variances) => {
        const factors = channelFactors(gains, variances);
        return biases.map((bias, channel) => bias - means[channel] * factors[channel]);
      },
    ),
  };
}
