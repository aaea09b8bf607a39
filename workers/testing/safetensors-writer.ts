/** Writes safetensors files, for tests. */
import type { StateDict } from '../convert/checkpoint/state-dict.ts';
import { numberOfElements } from './tensor-shape.ts';

/** The float32 tensors of a state dictionary, tied ones once, as transformers saves them. */
export async function safetensorsBlob(signal: AbortSignal, { tensors }: StateDict): Promise<Blob> {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  const written = new Set<string>();
  const data: Float32Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const entry of tensors.values()) {
    if (entry.dataType !== 'float32' || written.has(entry.identity)) continue;
    written.add(entry.identity);
    const end = offset + 4 * numberOfElements(entry.shape);
    header[entry.name] = { dtype: 'F32', shape: entry.shape, data_offsets: [offset, end] };
    data.push(await entry.read(signal));
    offset = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return new Blob([length, text, ...data]);
}
