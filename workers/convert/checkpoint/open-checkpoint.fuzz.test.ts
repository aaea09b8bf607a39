import { expect, it } from 'vitest';
import { floatTensor, torchCheckpointBytes } from '../../testing/checkpoint-blob.ts';
import { fuzz } from '../../testing/fuzz/fuzz.ts';
import { outcomeOf } from '../../testing/fuzz/outcome.ts';
import { parseBytes, printBytes, varyBytes } from '../../testing/fuzz/vary-bytes.ts';
import { parseJson, printJson, varyJson } from '../../testing/fuzz/vary-json.ts';
import { blobSource } from '../source/byte-source.ts';
import type { ByteSource } from '../source/byte-source.ts';
import { openCheckpoint } from './open-checkpoint.ts';
import { elementCount } from './tensor-view.ts';

const { signal } = new AbortController();
const codes = ['checkpoint-damaged', 'checkpoint-unsafe', 'checkpoint-unsupported'] as const;
/** The promise of `workers/convert/checkpoint/tensor-view.ts`. */
const mostElements = 2 ** 27;
/** Larger tensors are opened, not read, so that many inputs are tried. */
const readElements = 1e5;

/** A file that fails the test where more is asked of it than it holds. */
function strictSource(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  const source = blobSource('pytorch_model.bin', new Blob([bytes]));
  return {
    ...source,
    read: async (readSignal, offset, length) => {
      const read = await source.read(readSignal, offset, length);
      if (read.length > bytes.length) throw new Error('More was read than there is');
      return read;
    },
  };
}

async function openAndRead(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return outcomeOf(codes, async () => {
    const file = strictSource(bytes);
    const { stateDict } = await openCheckpoint(signal, { open: async () => Promise.resolve(file) });
    for (const entry of stateDict.tensors.values()) {
      const elements = elementCount(entry.shape);
      if (elements > mostElements) throw new Error('A tensor is larger than promised');
      if (elements > readElements) continue;
      const { length } = await entry.read(signal);
      if (length !== elements) throw new Error('A tensor has not the elements of its shape');
    }
    return `${Math.min(stateDict.tensors.size, 3)} tensors`;
  });
}

const tensors = [floatTensor('model.a', [2, 3], [1, 2, 3, 4, 5, 6]), floatTensor('model.b', [1], [7])];

it('makes tensors or one of three errors of any zip file', async () => {
  const { outcomes } = await fuzz(
    {
      name: 'checkpoint-zips',
      corpus: [
        torchCheckpointBytes(tensors),
        torchCheckpointBytes(tensors, { zip64: true, top: 'archive' }),
        torchCheckpointBytes([]),
      ],
      vary: varyBytes,
      run: openAndRead,
      print: printBytes,
      parse: parseBytes,
    },
    3_000,
  );
  expect(outcomes.length).toBeGreaterThan(20);
});

/** A safetensors file of this header and 64 zeros. */
function safetensors(header: string): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + 64);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const soundHeaders = [
  '{"model.a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"__metadata__":{"format":"pt"}}',
  '{"a":{"dtype":"BOOL","shape":[],"data_offsets":[0,1]},"b":{"dtype":"I64","shape":[0,8],"data_offsets":[8,8]}}',
  '{"h":{"dtype":"F16","shape":[4],"data_offsets":[0,8]},"c":{"dtype":"BF16","shape":[1],"data_offsets":[62,64]}}',
];

/** Headers that once threw what is no error of ours. */
const headerRegressions = [
  '{"a":{"dtype":{"toString":null,"valueOf":null},"shape":[],"data_offsets":[0,4]}}',
  `{"a":{"dtype":${'['.repeat(50_000)}${']'.repeat(50_000)},"shape":[],"data_offsets":[0,4]}}`,
];

it('makes tensors or one of three errors of any safetensors header', async () => {
  const { outcomes } = await fuzz(
    {
      name: 'safetensors-headers',
      corpus: [...soundHeaders, ...headerRegressions],
      vary: varyJson,
      run: async (header) => openAndRead(safetensors(header)),
      print: printJson,
      parse: parseJson,
    },
    3_000,
  );
  expect(outcomes.length).toBeGreaterThan(10);
});

it('makes tensors or one of three errors of any bytes after the length of a header', async () => {
  const { outcomes } = await fuzz(
    {
      name: 'safetensors-bytes',
      corpus: soundHeaders.map((header) => safetensors(header)),
      vary: varyBytes,
      run: openAndRead,
      print: printBytes,
      parse: parseBytes,
    },
    3_000,
  );
  expect(outcomes.length).toBeGreaterThan(8);
});
