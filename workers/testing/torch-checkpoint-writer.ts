/** Writes what `torch.save(state_dict)` writes: a zip of one pickle and one entry per storage. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { TensorDataType } from '../convert/checkpoint/state-dict.ts';
import {
  pickle,
  PickleGlobal,
  PickleOrderedDict,
  PicklePersistentId,
  PickleReduce,
} from './pickle-writer.ts';
import { StoredZipWriter } from './stored-zip-writer.ts';
import type { ByteSink, StoredZipOptions } from './stored-zip-writer.ts';
import { numberOfElements } from './tensor-shape.ts';

export interface WritableTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dataType: TensorDataType;
  /** Tensors that name the same storage share it; the first one's `chunks` are written. */
  readonly storage: string;
  /** In elements; row-major from 0 if absent. */
  readonly view?: {
    readonly offset: number;
    readonly strides: readonly number[];
    readonly storageElements: number;
  };
  /** The storage's bytes, little-endian. */
  chunks(): Iterable<Uint8Array>;
}

export interface TorchCheckpointOptions extends StoredZipOptions {
  /** The folder in the zip; `archive` where torch wrote through a buffer. */
  readonly top?: string;
}

const storageClasses: Readonly<
  Record<TensorDataType, readonly [className: string, bytesPerElement: number]>
> = {
  float32: ['FloatStorage', 4],
  float16: ['HalfStorage', 2],
  bfloat16: ['BFloat16Storage', 2],
  float64: ['DoubleStorage', 8],
  int64: ['LongStorage', 8],
  int32: ['IntStorage', 4],
  uint8: ['ByteStorage', 1],
  bool: ['BoolStorage', 1],
};

/** Strides in elements of a contiguous tensor. */
function rowMajorStrides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => numberOfElements(shape.slice(axis + 1)));
}

function storageElements(tensor: WritableTensor): number {
  return tensor.view?.storageElements ?? numberOfElements(tensor.shape);
}

/** `torch._utils._rebuild_tensor_v2(persistent id, offset, size, stride, requires_grad, hooks)`. */
function pickledTensor(tensor: WritableTensor, key: string): PickleReduce {
  const [className] = storageClasses[tensor.dataType];
  const storage = new PicklePersistentId([
    'storage',
    new PickleGlobal('torch', className),
    key,
    'cpu',
    storageElements(tensor),
  ]);
  return new PickleReduce(new PickleGlobal('torch._utils', '_rebuild_tensor_v2'), [
    storage,
    tensor.view?.offset ?? 0,
    tensor.shape,
    tensor.view?.strides ?? rowMajorStrides(tensor.shape),
    false,
    new PickleReduce(new PickleGlobal('collections', 'OrderedDict'), []),
  ]);
}

/** Writes the checkpoint of `tensors` to `sink`, storage by storage. */
export function writeTorchCheckpoint(
  sink: ByteSink,
  tensors: readonly WritableTensor[],
  options: TorchCheckpointOptions = {},
): void {
  const top = options.top ?? 'pytorch_model';
  const owners = new Map<string, { readonly key: string; readonly tensor: WritableTensor }>();
  const items = tensors.map((tensor) => {
    const owner = owners.get(tensor.storage) ?? { key: String(owners.size), tensor };
    owners.set(tensor.storage, owner);
    return [tensor.name, pickledTensor(tensor, owner.key)] as const;
  });
  const zip = new StoredZipWriter(sink, options);
  const data = pickle(new PickleOrderedDict(items));
  zip.entry(`${top}/data.pkl`, data.length, [data]);
  for (const { key, tensor } of owners.values()) {
    const [, bytesPerElement] = storageClasses[tensor.dataType];
    zip.entry(`${top}/data/${key}`, storageElements(tensor) * bytesPerElement, tensor.chunks());
  }
  zip.entry(`${top}/version`, 2, [new TextEncoder().encode('3\n')]);
  zip.finish();
}

/** `writeTorchCheckpoint` to a file, replacing it. */
export function writeTorchCheckpointFile(
  path: string,
  tensors: readonly WritableTensor[],
  options: TorchCheckpointOptions = {},
): void {
  const file = openSync(path, 'w');
  try {
    writeTorchCheckpoint(
      (bytes) => {
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      },
      tensors,
      options,
    );
  } finally {
    closeSync(file);
  }
}
