/** The pickle of a torch checkpoint: names, and for each a view of a storage (reference/README.md, section 3). */
import { OfaError } from '../../protocol/errors.ts';
import { PickleGlobal, PickleObject, readPickle } from './pickle-reader.ts';
import type { PickleEnvironment, PickleValue } from './pickle-reader.ts';
import type { TensorDataType } from './state-dict.ts';
import type { TensorView } from './tensor-view.ts';

/** A storage by the key under which the zip file has it. */
export class TorchStorage extends PickleObject {
  readonly kind = 'storage';
  readonly key: string;
  readonly dataType: TensorDataType;
  readonly elements: number;

  constructor(key: string, dataType: TensorDataType, elements: number) {
    super();
    this.key = key;
    this.dataType = dataType;
    this.elements = elements;
  }
}

export class TorchTensor extends PickleObject {
  readonly kind = 'tensor';
  readonly storage: TorchStorage;
  readonly view: TensorView;

  constructor(storage: TorchStorage, view: TensorView) {
    super();
    this.storage = storage;
    this.view = view;
  }
}

const storageDataTypes = new Map<string, TensorDataType>([
  ['torch.FloatStorage', 'float32'],
  ['torch.HalfStorage', 'float16'],
  ['torch.BFloat16Storage', 'bfloat16'],
  ['torch.DoubleStorage', 'float64'],
  ['torch.LongStorage', 'int64'],
  ['torch.IntStorage', 'int32'],
  ['torch.ByteStorage', 'uint8'],
  ['torch.BoolStorage', 'bool'],
]);

/** torch's own limit is 64. Tensors may share one long shape, which would be gone through for each of them. */
const mostAxes = 64;

function damaged(what: string): OfaError {
  return new OfaError('checkpoint-damaged', `data.pkl ${what}`, { file: 'data.pkl' });
}

function isNumber(value: PickleValue | undefined): value is number {
  return typeof value === 'number';
}

function numbers(value: PickleValue | undefined): readonly number[] {
  if (!Array.isArray(value)) throw damaged('has a tensor without shape');
  const items = value as readonly PickleValue[];
  if (items.length > mostAxes) throw damaged(`has a tensor of more than ${mostAxes} axes`);
  if (!items.every(isNumber)) throw damaged('has a tensor with a shape of no numbers');
  return items;
}

/** `collections.OrderedDict()`; its items are set afterwards. */
function makeDictionary(parameters: readonly PickleValue[]): PickleValue {
  if (parameters.length > 0) throw damaged('makes a dictionary in an unknown way');
  return new Map<string, PickleValue>();
}

/** `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)`. */
function makeTensor(parameters: readonly PickleValue[]): PickleValue {
  const [storage, offset, shape, strides] = parameters;
  if (!(storage instanceof TorchStorage) || !isNumber(offset)) throw damaged('has a tensor without storage');
  return new TorchTensor(storage, { offset, shape: numbers(shape), strides: numbers(strides) });
}

/** `_rebuild_parameter(tensor, requires_grad, hooks)`: fine-tuned models are sometimes saved with their parameters. */
function makeParameter(parameters: readonly PickleValue[]): PickleValue {
  const [tensor] = parameters;
  if (!(tensor instanceof TorchTensor)) throw damaged('has a parameter without tensor');
  return tensor;
}

/** Everything that a plain checkpoint refers to. Nothing else is ever looked up, and these only make values. */
const allowedGlobals: ReadonlyMap<string, PickleGlobal> = new Map(
  [
    new PickleGlobal('collections.OrderedDict', makeDictionary),
    new PickleGlobal('torch._utils._rebuild_tensor_v2', makeTensor),
    new PickleGlobal('torch._utils._rebuild_parameter', makeParameter),
    ...[...storageDataTypes.keys()].map((name) => new PickleGlobal(name)),
  ].map((global) => [global.name, global]),
);

/** `('storage', class, key, device, elements)`. */
function loadStorage(id: PickleValue): PickleValue {
  const [kind, storageClass, key, , elements] = Array.isArray(id) ? (id as readonly PickleValue[]) : [];
  const dataType = storageClass instanceof PickleGlobal ? storageDataTypes.get(storageClass.name) : undefined;
  if (kind !== 'storage' || dataType === undefined || typeof key !== 'string' || !isNumber(elements)) {
    throw damaged('refers to a storage in an unknown way');
  }
  return new TorchStorage(key, dataType, elements);
}

const environment: PickleEnvironment = {
  global: (name) => allowedGlobals.get(name),
  persistent: loadStorage,
};

/**
 * The tensors of a checkpoint's `data.pkl` by name, in its order.
 * @throws OfaError `checkpoint-unsafe`, `checkpoint-damaged` as `readPickle`; `checkpoint-unsupported` if it holds
 *   anything but named tensors, as a training checkpoint does.
 */
export function readTorchPickle(bytes: Uint8Array): ReadonlyMap<string, TorchTensor> {
  const root = readPickle('data.pkl', bytes, environment);
  if (!(root instanceof Map)) {
    throw new OfaError('checkpoint-unsupported', 'the checkpoint is no dictionary of tensors');
  }
  const tensors = new Map<string, TorchTensor>();
  for (const [name, value] of root) {
    if (!(value instanceof TorchTensor)) {
      const message = `the checkpoint's entry ${name} is no tensor: only a model's plain state dictionary can be read`;
      throw new OfaError('checkpoint-unsupported', message, { tensor: name });
    }
    tensors.set(name, value);
  }
  return tensors;
}
