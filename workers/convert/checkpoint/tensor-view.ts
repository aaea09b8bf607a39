/** A tensor as a strided view of stored elements, and reading it in row-major order. */
import { OfaError } from '../../protocol/errors.ts';
import type { ByteSource } from '../source/byte-source.ts';
import { bytesPerElement, widen } from './numeric-formats.ts';
import type { TensorDataType } from './state-dict.ts';

/** Where in its storage a tensor's elements lie; all numbers are elements, not bytes. */
export interface TensorView {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Bytes read at a time, so that a half-precision tensor does not lie in memory twice. */
const chunkBytes = 8 * 1024 * 1024;
/** The largest tensor of the largest OFA has 76 million; a view may repeat a small storage until memory is full. */
const maxElements = 2 ** 27;

/** 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Strides of a tensor whose elements lie in row-major order without gaps. */
export function rowMajorStrides(shape: readonly number[]): readonly number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = strides[axis + 1] * shape[axis + 1];
  }
  return strides;
}

/** Elements from the view's first to its last in the storage, both included; 0 for an empty tensor. */
function spanOf({ shape, strides }: TensorView): number {
  if (shape.includes(0)) return 0;
  return shape.reduce((span, size, axis) => span + (size - 1) * strides[axis], 1);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/**
 * @throws OfaError `checkpoint-damaged` naming `tensor` unless the view is well-formed and lies within
 *   `storageElements`.
 */
export function checkView(tensor: string, view: TensorView, storageElements: number): void {
  const wellFormed =
    view.shape.length === view.strides.length &&
    [...view.shape, ...view.strides, view.offset].every(isCount) &&
    elementCount(view.shape) <= maxElements;
  if (!wellFormed || view.offset + spanOf(view) > storageElements) {
    throw new OfaError('checkpoint-damaged', `${tensor} does not fit into its storage`, { tensor });
  }
}

/** True if the elements lie in row-major order without gaps. Strides of axes of size 1 mean nothing. */
function isContiguous({ shape, strides }: TensorView): boolean {
  const expected = rowMajorStrides(shape);
  return shape.every((size, axis) => size === 1 || strides[axis] === expected[axis]);
}

/** Copies the view's elements out of `span`, which starts at the view's first element. */
function gather(view: TensorView, span: Float32Array): Float32Array<ArrayBuffer> {
  const result = new Float32Array(elementCount(view.shape));
  const index = view.shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = span[from];
    for (let axis = view.shape.length - 1; axis >= 0; axis--) {
      const size = view.shape[axis];
      const stride = view.strides[axis];
      const next = index[axis] + 1;
      if (next < size) {
        index[axis] = next;
        from += stride;
        break;
      }
      index[axis] = 0;
      from -= (size - 1) * stride;
    }
  }
  return result;
}

/** A storage: elements of one type from `byteOffset` of a file on. */
export interface StorageRegion {
  readonly source: ByteSource;
  readonly byteOffset: number;
  readonly dataType: TensorDataType;
}

async function readElements(
  signal: AbortSignal,
  tensor: string,
  region: StorageRegion,
  start: number,
  count: number,
): Promise<Float32Array<ArrayBuffer>> {
  const width = bytesPerElement[region.dataType];
  const result = new Float32Array(count);
  const step = chunkBytes / width;
  for (let done = 0; done < count; done += step) {
    const elements = Math.min(step, count - done);
    const byteOffset = region.byteOffset + (start + done) * width;
    const bytes = await region.source.read(signal, byteOffset, elements * width);
    signal.throwIfAborted();
    widen(tensor, region.dataType, bytes, result.subarray(done, done + elements));
  }
  return result;
}

/**
 * The view's elements in row-major order, as float32. Reads no more of the file than lies between the view's first
 * and last element.
 * @throws OfaError `checkpoint-damaged` where the file is too short, `checkpoint-unsupported` as `widen`.
 */
export async function readView(
  signal: AbortSignal,
  tensor: string,
  region: StorageRegion,
  view: TensorView,
): Promise<Float32Array<ArrayBuffer>> {
  const span = await readElements(signal, tensor, region, view.offset, spanOf(view));
  return isContiguous(view) ? span : gather(view, span);
}
