/** A checkpoint's tensors in memory, under the reference model's names. */
import type { StateDict } from '../../convert/checkpoint/state-dict.ts';
import { layerNorm, linear, type Matrix } from './matrix.ts';

interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Throws for a name that the checkpoint lacks, so that no switch is read from the presence of a tensor. */
export type Weights = (name: string) => Tensor;

/** Reads every floating-point tensor; tied ones once. The integer buffers are computed where they are needed. */
export async function loadWeights(signal: AbortSignal, stateDict: StateDict): Promise<Weights> {
  const byIdentity = new Map<string, Float32Array>();
  const tensors = new Map<string, Tensor>();
  for (const entry of stateDict.tensors.values()) {
    if (!/float/.test(entry.dataType)) continue;
    const data = byIdentity.get(entry.identity) ?? (await entry.read(signal));
    byIdentity.set(entry.identity, data);
    tensors.set(entry.name, { shape: entry.shape, data });
  }
  return (name) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`the checkpoint has no tensor ${name}`);
    return tensor;
  };
}

/** The fully connected layer `name` applied to the rows of `x`. */
export function applyLinear(weights: Weights, name: string, x: Matrix): Matrix {
  return linear(x, weights(`${name}.weight`).data, weights(`${name}.bias`).data);
}

/** The LayerNorm `name` applied to the rows of `x`. */
export function applyLayerNorm(weights: Weights, name: string, x: Matrix): Matrix {
  return layerNorm(x, weights(`${name}.weight`).data, weights(`${name}.bias`).data);
}
