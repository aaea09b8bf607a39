import { beforeAll, expect, it } from 'vitest';
import { memoryFolder } from '../testing/nano-model.ts';
import { smallModel, type SmallModel } from '../testing/small-model.ts';
import type { ModelFolder, ModelVariant } from '../protocol/model-folder.ts';
import { readAhead } from './read-ahead.ts';

const { signal } = new AbortController();
let small: SmallModel;
let variant: ModelVariant;
/** Paths that were read, in order. */
let read: string[];
let folder: ModelFolder;

beforeAll(async () => {
  small = await smallModel();
  [variant] = small.manifest.variants;
  const inMemory = memoryFolder(small, small.manifest);
  folder = {
    manifest: small.manifest,
    read: (readSignal, file) => {
      read.push(file.path);
      return inMemory.read(readSignal, file);
    },
  };
});

it('has every file of a small variant on its way before one is asked for, and reads none twice', async () => {
  read = [];
  const ahead = readAhead(signal, folder, variant);
  const begun = [...read];
  expect(begun).toEqual([
    'vocab.txt',
    'int8/encoder.onnx',
    'int8/encoder.onnx.data',
    'int8/decoder.onnx',
    'int8/decoder.onnx.data',
  ]);
  expect(await ahead.read(signal, variant.encoder.model)).toEqual(
    await folder.read(signal, variant.encoder.model),
  );
  expect(read).toEqual([...begun, 'int8/encoder.onnx']);
});

it('leaves the decoder of a large one to its turn', async () => {
  read = [];
  const ahead = readAhead(signal, folder, { ...variant, bytes: 435_000_000 });
  expect(read).toEqual(['vocab.txt', 'int8/encoder.onnx', 'int8/encoder.onnx.data']);
  await ahead.read(signal, variant.decoder.model);
  expect(read.at(-1)).toBe('int8/decoder.onnx');
});

it('tells of a failure where the file is asked for, and tries again when it is asked for again', async () => {
  let attempts = 0;
  const failing: ModelFolder = {
    manifest: folder.manifest,
    read: () => {
      attempts += 1;
      return Promise.reject(new Error(`attempt ${attempts}`));
    },
  };
  const ahead = readAhead(signal, failing, { ...variant, bytes: 435_000_000 });
  await expect(ahead.read(signal, variant.encoder.model)).rejects.toThrow('attempt 2');
  await expect(ahead.read(signal, variant.encoder.model)).rejects.toThrow('attempt 4');
});
