/** `model.safetensors`: a JSON header with names, types and byte ranges, then the bytes. */
import { OfaError } from '../../protocol/errors.ts';
import type { ByteSource } from '../source/byte-source.ts';
import { bytesPerElement } from './numeric-formats.ts';
import type { StateDict, TensorDataType, TensorEntry } from './state-dict.ts';
import { checkView, elementCount, readView, rowMajorStrides } from './tensor-view.ts';

const lengthBytes = 8;
/** A thousand tensors take 100 kB. The format allows 100 MB, which as JSON may be gigabytes of nested arrays. */
const maxHeaderBytes = 8 * 1024 * 1024;

const dataTypes = new Map<unknown, TensorDataType>([
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['F64', 'float64'],
  ['I64', 'int64'],
  ['I32', 'int32'],
  ['U8', 'uint8'],
  ['BOOL', 'bool'],
]);

function damaged(source: ByteSource, what: string): OfaError {
  return new OfaError('checkpoint-damaged', `${source.name}: ${what}`, { file: source.name });
}

function isNumberList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tensorEntry(
  source: ByteSource,
  dataOffset: number,
  name: string,
  description: unknown,
): TensorEntry {
  const { dtype, shape, data_offsets: range } = isRecord(description) ? description : {};
  const dataType = dataTypes.get(dtype);
  if (dataType === undefined) {
    const type = typeof dtype === 'string' ? dtype : typeof dtype;
    const message = `${source.name}: ${name} has the type ${type}, which is not read`;
    throw new OfaError('checkpoint-unsupported', message, { file: source.name, tensor: name });
  }
  const [start, end] = isNumberList(range) ? range : [];
  if (!isNumberList(shape) || start === undefined || end === undefined) {
    throw damaged(source, `${name} has no shape or range`);
  }
  const byteOffset = dataOffset + start;
  if (!(start >= 0 && end >= start) || end - start !== elementCount(shape) * bytesPerElement[dataType]) {
    throw damaged(source, `the range of ${name} does not fit its shape`);
  }
  if (dataOffset + end > source.size) throw damaged(source, `${name} is cut off`);
  const view = { shape, strides: rowMajorStrides(shape), offset: 0 };
  checkView(name, view, elementCount(shape));
  return {
    name,
    shape,
    dataType,
    identity: `${start}:${end}`,
    read: async (signal) => readView(signal, name, { source, byteOffset, dataType }, view),
  };
}

/**
 * True if the file's first bytes are those of a safetensors file: the length of a header, then a JSON object.
 * @param start the first 16 bytes.
 */
export function isSafetensors(start: Uint8Array, fileBytes: number): boolean {
  if (start.length <= lengthBytes) return false;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  return Number(view.getBigUint64(0, true)) + lengthBytes <= fileBytes && start[lengthBytes] === 0x7b;
}

/**
 * Opens a safetensors file; reads its header, no weights.
 * @throws OfaError `checkpoint-damaged`, `checkpoint-unsupported`.
 */
export async function openSafetensors(signal: AbortSignal, source: ByteSource): Promise<StateDict> {
  const length = new DataView((await source.read(signal, 0, lengthBytes)).buffer).getBigUint64(0, true);
  if (length > maxHeaderBytes) throw damaged(source, 'its header is too long');
  const header = await source.read(signal, lengthBytes, Number(length));
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
  } catch {
    throw damaged(source, 'its header is no JSON');
  }
  if (!isRecord(parsed)) throw damaged(source, 'its header is no object');
  const dataOffset = lengthBytes + Number(length);
  const tensors = new Map<string, TensorEntry>();
  for (const [name, description] of Object.entries(parsed)) {
    if (name !== '__metadata__') tensors.set(name, tensorEntry(source, dataOffset, name, description));
  }
  return { tensors };
}
