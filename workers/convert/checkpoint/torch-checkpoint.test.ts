import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeFolder } from '../../cli/node-folder.ts';
import { bytesSource, floatTensor, rejection, torchCheckpointBytes } from '../../testing/checkpoint-blob.ts';
import { formulaStateDict, formulaTensors } from '../../testing/formula-checkpoint.ts';
import type { FormulaConfig } from '../../testing/formula-names.ts';
import { referencePath, sharedPath } from '../../testing/reference.ts';
import { writeTorchCheckpoint } from '../../testing/torch-checkpoint-writer.ts';
import type { WritableTensor } from '../../testing/torch-checkpoint-writer.ts';
import type { ByteSource } from '../source/byte-source.ts';
import type { StateDict, TensorDataType } from './state-dict.ts';
import { openTorchCheckpoint } from './torch-checkpoint.ts';

const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'torch-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const nanoConfig = JSON.parse(readFileSync(referencePath('nano-zh/config.json'), 'utf8')) as FormulaConfig;
/** A small but complete model, so that tests of the container are quick. */
const tinyConfig: FormulaConfig = {
  vocab_size: 9200,
  d_model: 4,
  encoder_layers: 1,
  decoder_layers: 1,
  encoder_attention_heads: 2,
  decoder_attention_heads: 1,
  encoder_ffn_dim: 6,
  decoder_ffn_dim: 10,
  resnet_type: 'resnet18',
  image_bucket_size: 3,
  token_bucket_size: 8,
  max_position_embeddings: 16,
};

async function expectEqualTensors(actual: StateDict, expected: StateDict): Promise<void> {
  expect([...actual.tensors.keys()]).toEqual([...expected.tensors.keys()]);
  for (const [name, entry] of actual.tensors) {
    const wanted = expected.tensors.get(name)!;
    expect([name, entry.shape, entry.dataType]).toEqual([name, wanted.shape, wanted.dataType]);
    const [values, wantedValues] = [await entry.read(signal), await wanted.read(signal)];
    const same = Buffer.from(values.buffer).equals(Buffer.from(wantedValues.buffer));
    expect(same, `${name} is equal bit for bit`).toBe(true);
  }
}

/** A source that notes how many bytes were read of it. */
function counted(source: ByteSource): ByteSource & { bytesRead: number } {
  const counter = {
    ...source,
    bytesRead: 0,
    read: async (readSignal: AbortSignal, offset: number, length: number) => {
      counter.bytesRead += length;
      return source.read(readSignal, offset, length);
    },
  };
  return counter;
}

describe('a file that PyTorch wrote', () => {
  const path = sharedPath('reference/nano-zh/pytorch_model.bin.gz');

  it.skipIf(path === undefined)('has every tensor of the formula, bit for bit', async () => {
    writeFileSync(join(folder, 'pytorch_model.bin'), gunzipSync(readFileSync(path!)));
    const file = await nodeFolder(folder).open(signal, 'pytorch_model.bin');
    await expectEqualTensors(await openTorchCheckpoint(signal, file!), formulaStateDict(nanoConfig));
  });

  it.skipIf(path === undefined)('is opened from its first and last few kilobytes', async () => {
    const source = counted((await nodeFolder(folder).open(signal, 'pytorch_model.bin'))!);
    await openTorchCheckpoint(signal, source);
    expect(source.bytesRead).toBeLessThan(200_000);
    expect(source.size).toBe(85_943_145);
  });

  if (path === undefined) console.warn('SKIPPED: no file written by PyTorch on this machine');
});

/** A file that is zero but for some pieces of it, so that its size costs no memory. */
function withHoles(
  size: number,
  pieces: readonly { readonly start: number; readonly bytes: Uint8Array }[],
): ByteSource {
  return {
    name: 'pytorch_model.bin',
    size,
    read: async (_signal, offset, length) => {
      const result = new Uint8Array(length);
      for (const { start, bytes } of pieces) {
        const from = Math.max(offset, start);
        const to = Math.min(offset + length, start + bytes.length);
        if (from < to) result.set(bytes.subarray(from - start, to - start), from - offset);
      }
      return Promise.resolve(result);
    },
  };
}

describe('the container', () => {
  it('may have any top folder and zip64 records', async () => {
    const bytes = torchCheckpointBytes(formulaTensors(tinyConfig, 'salt'), { zip64: true, top: 'archive' });
    const stateDict = await openTorchCheckpoint(signal, bytesSource(bytes));
    await expectEqualTensors(stateDict, formulaStateDict(tinyConfig, 'salt'));
  });

  it('gives tied tensors one identity and others their own', async () => {
    const bytes = torchCheckpointBytes(formulaTensors(tinyConfig));
    const { tensors } = await openTorchCheckpoint(signal, bytesSource(bytes));
    const identity = (name: string) => tensors.get(name)?.identity;
    expect(identity('decoder.output_projection.weight')).toBe(identity('encoder.embed_tokens.weight'));
    const distinct = new Set([...tensors.values()].map((entry) => entry.identity));
    expect(distinct.size).toBe(tensors.size - 2);
  });

  it('holds offsets beyond 4 GiB', async () => {
    const zeros = new Uint8Array(64 * 2 ** 20);
    const large: WritableTensor = {
      ...floatTensor('large', [2], []),
      view: { offset: 72 * 2 ** 24 - 2, strides: [1], storageElements: 72 * 2 ** 24 },
      *chunks() {
        for (let index = 0; index < 72; index++) yield zeros;
      },
    };
    const pieces: { start: number; bytes: Uint8Array }[] = [];
    let size = 0;
    writeTorchCheckpoint(
      (bytes) => {
        if (bytes !== zeros) pieces.push({ start: size, bytes });
        size += bytes.length;
      },
      [large, floatTensor('after', [3], [1, 2, 3])],
    );
    expect(size).toBeGreaterThan(2 ** 32);
    const source = withHoles(size, pieces);
    const { tensors } = await openTorchCheckpoint(signal, source);
    expect(await tensors.get('large')?.read(signal)).toEqual(Float32Array.of(0, 0));
    expect(await tensors.get('after')?.read(signal)).toEqual(Float32Array.of(1, 2, 3));
  });

  it('is refused when cut off anywhere, and never read wrongly', async () => {
    const tensors = [floatTensor('a', [2], [1, 2]), floatTensor('b', [3], [3, 4, 5])];
    const bytes = torchCheckpointBytes(tensors, { zip64: true });
    for (let length = 0; length < bytes.length; length++) {
      const error = await rejection(openTorchCheckpoint(signal, bytesSource(bytes.slice(0, length))));
      expect([length, error]).toMatchObject([length, { code: 'checkpoint-damaged' }]);
    }
  });

  it('is refused or read, but nothing else, when any byte is changed', async () => {
    const bytes = torchCheckpointBytes([floatTensor('a', [2], [1, 2])], { zip64: true });
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = changed[at] ^ 0xff;
      try {
        const { tensors } = await openTorchCheckpoint(signal, bytesSource(changed));
        for (const entry of tensors.values()) await entry.read(signal);
      } catch (error) {
        expect([at, error]).toMatchObject([at, { name: 'OfaError' }]);
      }
    }
  });
});

function stored(dataType: TensorDataType, bytes: ArrayBuffer, shape: readonly number[]): WritableTensor {
  return { name: 'x', shape, dataType, storage: 'x', chunks: () => [new Uint8Array(bytes)] };
}

async function read(tensor: WritableTensor): Promise<Float32Array> {
  const stateDict = await openTorchCheckpoint(signal, bytesSource(torchCheckpointBytes([tensor])));
  return stateDict.tensors.get('x')!.read(signal);
}

describe('tensors', () => {
  it('of half precision are widened exactly', async () => {
    const halves = Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x8000, 0x7bff, 0xfc00, 0x0400, 0x3555);
    const values = await read(stored('float16', halves.buffer, [2, 4]));
    expect([...values]).toEqual([1, -2, 2 ** -24, -0, 65504, -Infinity, 2 ** -14, 0.333251953125]);
    expect((await read(stored('float16', Uint16Array.of(0x7e00).buffer, [1])))[0]).toBeNaN();
  });

  it('of bfloat16, float64 and integer types are widened', async () => {
    const brainHalves = Uint16Array.of(0x3f80, 0xc049, 0x7f80);
    expect([...(await read(stored('bfloat16', brainHalves.buffer, [3])))]).toEqual([1, -3.140625, Infinity]);
    const doubles = Float64Array.of(0.1, -1e300);
    expect([...(await read(stored('float64', doubles.buffer, [2])))]).toEqual([Math.fround(0.1), -Infinity]);
    const longs = BigInt64Array.of(-7n, 6892n);
    expect([...(await read(stored('int64', longs.buffer, [2])))]).toEqual([-7, 6892]);
    expect([...(await read(stored('int32', Int32Array.of(-7).buffer, [])))]).toEqual([-7]);
    expect([...(await read(stored('bool', Uint8Array.of(1, 0).buffer, [2])))]).toEqual([1, 0]);
  });

  it('of integers that single precision cannot hold are refused', async () => {
    const error = await rejection(read(stored('int64', BigInt64Array.of(2n ** 24n + 1n).buffer, [1])));
    expect(error).toMatchObject({ code: 'checkpoint-unsupported', details: { tensor: 'x' } });
  });

  it.each([
    ['transposed', [3, 2], [1, 3], 0, [0, 3, 1, 4, 2, 5]],
    ['a column', [2], [3], 2, [2, 5]],
    ['a row', [3], [1], 3, [3, 4, 5]],
    ['one row, repeated', [2, 2], [0, 1], 4, [4, 5, 4, 5]],
    ['an axis of one element', [1, 6], [99, 1], 0, [0, 1, 2, 3, 4, 5]],
    ['no elements', [0, 5], [5, 1], 0, []],
    ['a scalar', [], [], 5, [5]],
  ])(
    'are read in row-major order from their storage: %s',
    async (_what, shape, strides, offset, expected) => {
      const storage = Float32Array.of(0, 1, 2, 3, 4, 5);
      const view = { offset, strides, storageElements: 6 };
      expect([...(await read({ ...stored('float32', storage.buffer, shape), view }))]).toEqual(expected);
    },
  );

  it.each([
    ['reach beyond their storage', [7], [1], 0],
    ['start beyond it', [2], [1], 5],
    ['have negative strides', [2], [-1], 3],
    ['have a negative size', [-2], [1], 3],
    ['have more elements than memory', [2 ** 40, 2 ** 40], [0, 0], 0],
    ['have strides for other axes', [2, 3], [1], 0],
  ])('that %s are refused when the file is opened', async (_what, shape, strides, offset) => {
    const tensor = stored('float32', new ArrayBuffer(24), shape);
    const view = { offset, strides, storageElements: 6 };
    expect(await rejection(read({ ...tensor, view }))).toMatchObject({
      code: 'checkpoint-damaged',
      details: { tensor: 'x' },
    });
  });

  it('are not read once the signal is aborted', async () => {
    const bytes = torchCheckpointBytes([floatTensor('x', [2], [1, 2])]);
    const { tensors } = await openTorchCheckpoint(signal, bytesSource(bytes));
    const aborted = AbortSignal.abort();
    expect(await rejection(tensors.get('x')!.read(aborted))).toBe(aborted.reason);
  });
});
