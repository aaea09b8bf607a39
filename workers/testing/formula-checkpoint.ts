/** A checkpoint of any shape whose weights come from the formula (reference/README.md, section 1), never all in memory. */
import type { StateDict, TensorEntry } from '../convert/checkpoint/state-dict.ts';
import { completeConfig, namedTensors } from './formula-names.ts';
import type { FormulaConfig, NamedTensor } from './formula-names.ts';
import { formulaValues } from './formula-weights.ts';
import type { FormulaContext } from './formula-weights.ts';
import { numberOfElements } from './tensor-shape.ts';
import type { WritableTensor } from './torch-checkpoint-writer.ts';

/** Elements made at a time when a tensor is written. */
const chunkElements = 1 << 20;

function contextOf(config: FormulaConfig, salt: string): FormulaContext {
  const complete = completeConfig(config);
  return { hiddenSize: complete.d_model, vocabularySize: complete.vocab_size, salt };
}

function storageOwner(tensor: NamedTensor): string {
  return tensor.kind === 'tied' ? tensor.to : tensor.name;
}

function values(tensor: NamedTensor, context: FormulaContext): Float32Array<ArrayBuffer> {
  if (tensor.kind === 'integers') return new Float32Array(tensor.make());
  return formulaValues(storageOwner(tensor), tensor.shape, context, 0, numberOfElements(tensor.shape));
}

/**
 * The formula's weights for the model that `config` (the object in a `config.json`) describes, integer buffers and
 * tied copies included. Each `read` computes the tensor anew.
 */
export function formulaStateDict(config: FormulaConfig, salt = ''): StateDict {
  const context = contextOf(config, salt);
  const entry = (tensor: NamedTensor): TensorEntry => ({
    name: tensor.name,
    shape: tensor.shape,
    dataType: tensor.kind === 'integers' ? 'int64' : 'float32',
    identity: storageOwner(tensor),
    read: async (signal) => {
      signal.throwIfAborted();
      return Promise.resolve(values(tensor, context));
    },
  });
  return { tensors: new Map(namedTensors(config).map((tensor) => [tensor.name, entry(tensor)])) };
}

function* chunksOf(tensor: NamedTensor, context: FormulaContext): Generator<Uint8Array> {
  if (tensor.kind === 'integers') {
    yield new Uint8Array(BigInt64Array.from(tensor.make(), BigInt).buffer);
    return;
  }
  const elements = numberOfElements(tensor.shape);
  for (let start = 0; start < elements; start += chunkElements) {
    const end = Math.min(start + chunkElements, elements);
    yield new Uint8Array(formulaValues(storageOwner(tensor), tensor.shape, context, start, end).buffer);
  }
}

/** The same tensors, ready for `writeTorchCheckpoint`: tied ones share a storage, as `torch.save` writes them. */
export function formulaTensors(config: FormulaConfig, salt = ''): readonly WritableTensor[] {
  const context = contextOf(config, salt);
  return namedTensors(config).map((tensor) => ({
    name: tensor.name,
    shape: tensor.shape,
    dataType: tensor.kind === 'integers' ? 'int64' : 'float32',
    storage: storageOwner(tensor),
    chunks: () => chunksOf(tensor, context),
  }));
}
