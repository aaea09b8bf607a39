import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../testing/checkpoint-blob.ts';
import { openSafetensors } from './safetensors.ts';

const { signal } = new AbortController();

interface Description {
  readonly dtype?: unknown;
  readonly shape?: unknown;
  readonly data_offsets?: unknown;
}

function file(header: Readonly<Record<string, Description>> | string, data: Uint8Array) {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const headerBytes = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + headerBytes.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes.length), true);
  bytes.set(headerBytes, 8);
  bytes.set(data, 8 + headerBytes.length);
  return bytes;
}

const data = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
const good = { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] };

describe('a safetensors file', () => {
  it('is read by name, type and range', async () => {
    const halves = new Uint8Array(Uint16Array.of(0x3c00, 0x4000).buffer);
    const bytes = file(
      {
        __metadata__: { format: 'pt' } as Description,
        b: { dtype: 'F16', shape: [2], data_offsets: [16, 20] },
        a: good,
        scalar: { dtype: 'F32', shape: [], data_offsets: [4, 8] },
      },
      Uint8Array.of(...data, ...halves),
    );
    const { tensors } = await openSafetensors(signal, bytesSource(bytes));
    expect([...tensors.keys()]).toEqual(['b', 'a', 'scalar']);
    expect(await tensors.get('a')?.read(signal)).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(await tensors.get('b')?.read(signal)).toEqual(Float32Array.of(1, 2));
    expect(await tensors.get('scalar')?.read(signal)).toEqual(Float32Array.of(2));
    expect(tensors.get('a')?.shape).toEqual([2, 2]);
  });

  it.each([
    ['a range beyond the file', { ...good, shape: [8], data_offsets: [0, 32] }],
    ['a range that does not fit the shape', { ...good, shape: [3] }],
    ['a range that runs backwards', { ...good, shape: [-1], data_offsets: [4, 0] }],
    ['a range before the data', { ...good, data_offsets: [-16, 0] }],
    ['negative sizes', { ...good, shape: [-2, -2] }],
    ['no shape', { dtype: 'F32', data_offsets: [0, 16] }],
    ['no range', { dtype: 'F32', shape: [4] }],
    ['a range of texts', { ...good, data_offsets: ['0', '16'] }],
  ])('with %s is refused', async (_what, description) => {
    const opened = openSafetensors(signal, bytesSource(file({ x: description }, data)));
    await expect(opened).rejects.toMatchObject({ code: 'checkpoint-damaged' });
  });

  it.each([['F8_E4M3'], ['C64'], [undefined]])('with the type %s is refused', async (dtype) => {
    const opened = openSafetensors(signal, bytesSource(file({ x: { ...good, dtype } }, data)));
    await expect(opened).rejects.toMatchObject({ code: 'checkpoint-unsupported', details: { tensor: 'x' } });
  });

  it.each([['{"x":'], ['[]'], ['null']])('whose header is %s is refused', async (header) => {
    const opened = openSafetensors(signal, bytesSource(file(header, data)));
    await expect(opened).rejects.toMatchObject({ code: 'checkpoint-damaged' });
  });

  it('is refused when cut off anywhere', async () => {
    const bytes = file({ x: good }, data);
    for (let length = 0; length < bytes.length; length++) {
      const opened = openSafetensors(signal, bytesSource(bytes.slice(0, length)));
      await expect(opened, String(length)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
    }
  });
});
