/**
 * Weights as expressions over a checkpoint: shape and name are known at once, values are computed when the file is
 * written. Arithmetic is in float64; a result is rounded to float32 once.
 */
import { OfaError } from '../../protocol/errors.ts';
import type { StateDict } from '../checkpoint/state-dict.ts';
import { elementCount } from '../onnx/data-type.ts';

export type Values = Float32Array<ArrayBuffer>;

export interface Weight {
  /** As in the checkpoint; a folded weight keeps the name of the tensor that takes the others in. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Name of the external data file that all graphs of the model share for this weight, if they do. */
  readonly sharedFile?: string | undefined;
  /** Row-major. Each call reads the checkpoint again, so nothing is held in between. */
  read(signal: AbortSignal): Promise<Values>;
}

/** y = x · weightᵀ + bias, `weight` [out, in], `bias` [out]. */
export interface Linear {
  readonly weight: Weight;
  readonly bias?: Weight;
}

/** `weight` [out, in, height, width], `bias` [out]. */
export interface Convolution {
  readonly weight: Weight;
  readonly bias: Weight;
}

export interface Norm {
  readonly gain: Weight;
  readonly bias: Weight;
}

/** A weight that is computed from others; `compute` gets their values in order. */
export function derivedWeight(
  name: string,
  shape: readonly number[],
  sources: readonly Weight[],
  compute: (...values: Values[]) => Values,
): Weight {
  return {
    name,
    shape,
    read: async (signal) => {
      const values: Values[] = [];
      for (const source of sources) values.push(await source.read(signal));
      signal.throwIfAborted();
      return compute(...values);
    },
  };
}

/** Access to a checkpoint by name, with the shapes that the architecture asks for. */
export class CheckpointWeights {
  readonly #stateDict: StateDict;

  constructor(stateDict: StateDict) {
    this.#stateDict = stateDict;
  }

  /**
   * @throws OfaError `checkpoint-tensor-missing`, or `config-invalid` where the tensor's shape is not what the
   *   configuration says.
   */
  tensor(name: string, shape: readonly number[]): Weight {
    const entry = this.#stateDict.tensors.get(name);
    if (entry === undefined) {
      throw new OfaError('checkpoint-tensor-missing', `The checkpoint has no tensor ${name}`, {
        tensor: name,
      });
    }
    if (entry.shape.join() !== shape.join()) {
      throw new OfaError(
        'config-invalid',
        `${name} is [${entry.shape.join(', ')}] in the checkpoint, [${shape.join(', ')}] by config.json`,
        { tensor: name },
      );
    }
    return { name, shape, read: async (signal) => entry.read(signal) };
  }

  /** The first of several names that the checkpoint has, for tensors that are one parameter in the model. */
  tiedTensor(names: readonly [string, ...string[]], shape: readonly number[]): Weight {
    return this.tensor(names.find((name) => this.#stateDict.tensors.has(name)) ?? names[0], shape);
  }

  linear(name: string, inputs: number, outputs: number): Required<Linear> {
    return {
      weight: this.tensor(`${name}.weight`, [outputs, inputs]),
      bias: this.tensor(`${name}.bias`, [outputs]),
    };
  }

  norm(name: string, width: number): Norm {
    return { gain: this.tensor(`${name}.weight`, [width]), bias: this.tensor(`${name}.bias`, [width]) };
  }
}

/** The first `count` rows (entries of axis 0). */
export function firstRows(weight: Weight, count: number): Weight {
  const shape = [count, ...weight.shape.slice(1)];
  if (count === weight.shape[0]) return weight;
  return derivedWeight(weight.name, shape, [weight], (values) => values.slice(0, elementCount(shape)));
}
