/** Checkpoints in memory, for tests. */
import { blobSource } from '../convert/source/byte-source.ts';
import type { ByteSource } from '../convert/source/byte-source.ts';
import { writeTorchCheckpoint } from './torch-checkpoint-writer.ts';
import type { TorchCheckpointOptions, WritableTensor } from './torch-checkpoint-writer.ts';

/** The bytes that `writeTorchCheckpoint` writes. */
export function torchCheckpointBytes(
  tensors: readonly WritableTensor[],
  options: TorchCheckpointOptions = {},
): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  writeTorchCheckpoint((bytes) => chunks.push(Uint8Array.from(bytes)), tensors, options);
  const joined = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}

/** A file that consists of `bytes`. */
export function bytesSource(bytes: Uint8Array<ArrayBuffer>, name = 'pytorch_model.bin'): ByteSource {
  return blobSource(name, new Blob([bytes]));
}

/** A float32 tensor of its own storage. */
export function floatTensor(
  name: string,
  shape: readonly number[],
  values: readonly number[],
): WritableTensor {
  return {
    name,
    shape,
    dataType: 'float32',
    storage: name,
    chunks: () => [new Uint8Array(Float32Array.from(values).buffer)],
  };
}

/** What a promise is rejected with; fails if it is fulfilled. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('the promise was fulfilled');
}
