import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeRuntime } from '../cli/node-runtime.ts';
import { loadCaptionModel, releaseCaptionModel } from '../ofa/caption-model.ts';
import { caption } from '../ofa/captioner.ts';
import type { ConversionEvent } from '../protocol/conversion.ts';
import type { ModelFile, ModelFolder, ModelManifest } from '../protocol/model-folder.ts';
import { torchCheckpointBytes, floatTensor, rejection } from '../testing/checkpoint-blob.ts';
import { formulaStateDict, formulaTensors } from '../testing/formula-checkpoint.ts';
import type { FormulaConfig } from '../testing/formula-names.ts';
import { nanoFiles, nanoFolder, nanoWeights } from '../testing/nano-checkpoint.ts';
import type { NanoChanges } from '../testing/nano-checkpoint.ts';
import { goldenTensor, referencePath } from '../testing/reference.ts';
import { safetensorsBlob } from '../testing/safetensors-writer.ts';
import type { WritableTensor } from '../testing/torch-checkpoint-writer.ts';
import { parseManifest } from '../weights/manifest.ts';
import { sha256Hex } from '../weights/sha256.ts';
import { convertCheckpoint } from './convert.ts';
import type { ConversionOptions } from './convert.ts';
import type { ModelFolderWriter } from './model-folder-writer.ts';
import type { ByteSource } from './source/byte-source.ts';
import { blobFolder } from './source/source-folder.ts';
import type { SourceFolder } from './source/source-folder.ts';

const { signal } = new AbortController();

const options: ConversionOptions = {
  description: {
    id: 'nano',
    title: { zh: '小', en: 'Nano' },
    licence: { name: 'none', notice: { zh: '公式', en: 'A formula' } },
    source: { hub: 'modelscope', model: 'ofa/nano', revision: 'v1' },
  },
  precisions: ['fp32'],
};

/** A model folder in memory that notes what is done to it in order. */
class MemoryFolder implements ModelFolderWriter {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly log: string[] = [];

  async write(_signal: AbortSignal, path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.files.set(path, bytes);
    this.log.push(path);
    return Promise.resolve();
  }

  async remove(_signal: AbortSignal, path: string): Promise<void> {
    this.files.delete(path);
    this.log.push(`-${path}`);
    return Promise.resolve();
  }

  content(file: ModelFile): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(file.shards.flatMap(({ path }) => [...(this.files.get(path) ?? [])]));
  }

  manifest(): ModelManifest {
    const text = new TextDecoder().decode(this.files.get('model.json'));
    return parseManifest(JSON.parse(text));
  }

  opened(): ModelFolder {
    return { manifest: this.manifest(), read: async (_signal, file) => Promise.resolve(this.content(file)) };
  }
}

function allFiles({ vocabulary, variants }: ModelManifest): ModelFile[] {
  const graphs = variants.flatMap(({ encoder, decoder }) => [encoder, decoder]);
  return [vocabulary, ...graphs.flatMap(({ model, externalData }) => [model, ...externalData])];
}

/** float32 chunks as float64, which holds the same values. */
function* doubled(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const chunk of chunks) {
    yield new Uint8Array(Float64Array.from(new Float32Array(chunk.slice().buffer)).buffer);
  }
}

let weights: Blob;

beforeAll(() => {
  weights = nanoWeights();
});

async function convert(
  folder: MemoryFolder,
  changes: Partial<ConversionOptions> = {},
  onEvent: (event: ConversionEvent) => void = () => {},
): Promise<ModelManifest> {
  const source = nanoFolder({ files: { 'pytorch_model.bin': weights } });
  return convertCheckpoint(signal, source, folder, { ...options, ...changes }, onEvent);
}

describe('the model folder of nano-zh', () => {
  const folder = new MemoryFolder();
  const events: ConversionEvent[] = [];

  beforeAll(async () => {
    await convert(folder, { precisions: ['fp32', 'int8'] }, (event) => events.push(event));
  });

  it('describes the model', () => {
    const manifest = folder.manifest();
    expect(manifest).toMatchObject({
      id: 'nano',
      title: { zh: '小', en: 'Nano' },
      source: { hub: 'modelscope', model: 'ofa/nano', revision: 'v1' },
      language: 'zh',
      architecture: { resnetType: 'resnet18', hiddenSize: 64, vocabularySize: 9484 },
      preprocessing: { patchImageSize: 96 },
      prompt: { text: '图片描述了什么?' },
    });
    expect(manifest.variants.map(({ name, backends }) => [name, backends[0]])).toEqual([
      ['fp32', 'wasm'],
      ['int8', 'wasm'],
    ]);
    expect(manifest.variants[1].bytes).toBeLessThan(manifest.variants[0].bytes / 3);
  });

  it('counts trained values once', () => {
    // reference/README.md, section 1, counts all distinct floats; 7232 channels have running mean and variance.
    expect(folder.manifest().architecture.parameters).toBe(4_802_376 - 2 * 7232);
  });

  it('names the checkpoint by its hash', async () => {
    const expected = await sha256Hex(await weights.arrayBuffer());
    expect(folder.manifest().source.checkpointSha256).toBe(expected);
  });

  it('has every byte that it names, and no file besides', async () => {
    const manifest = folder.manifest();
    const shards = allFiles(manifest).flatMap((file) => file.shards);
    for (const shard of shards) {
      const bytes = folder.files.get(shard.path);
      expect(bytes?.length, shard.path).toBe(shard.bytes);
      expect(await sha256Hex(bytes!.buffer), shard.path).toBe(shard.sha256);
    }
    const named = new Set(['model.json', ...shards.map(({ path }) => path)]);
    expect(new Set(folder.files.keys())).toEqual(named);
  });

  it('has the vocabulary unchanged', () => {
    const expected = readFileSync(referencePath('nano-zh/vocab.txt'));
    expect(Buffer.from(folder.content(folder.manifest().vocabulary)).equals(expected)).toBe(true);
  });

  it('is written so that a model is whole or not there', () => {
    expect(folder.log[0]).toBe('-model.json');
    expect(folder.log.at(-1)).toBe('model.json');
  });

  it('tells its progress in bytes and tensor names', () => {
    expect([...new Set(events.map(({ phase }) => phase))]).toEqual(['open', 'build', 'write', 'hash']);
    const written = events.filter((event) => event.phase === 'write');
    const last = written.at(-1);
    expect(last?.doneBytes).toBe(last?.totalBytes);
    expect(last?.totalBytes).toBe(folder.manifest().variants.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(written.some(({ tensor }) => tensor === 'encoder.layers.0.fc1.weight')).toBe(true);
    const done = written.map(({ doneBytes }) => doneBytes);
    expect(done).toEqual([...done].sort((first, second) => first - second));
  });

  it('captions as PyTorch does', async () => {
    const golden = JSON.parse(readFileSync(referencePath('nano-zh/golden/golden.json'), 'utf8')) as {
      images: {
        name: string;
        cases: { name: string; hyps: { tokens: number[]; score: number; text: string }[] }[];
      }[];
    };
    const opened = folder.opened();
    const model = await loadCaptionModel(
      signal,
      nodeRuntime(1),
      opened,
      opened.manifest.variants[0],
      () => {},
    );
    const { data } = goldenTensor('photo_640x360/patch_image');
    const prepare = async () => Promise.resolve(data as Float32Array);
    const { hypotheses } = await caption(signal, model, prepare, new Blob([]), {}, () => {});
    await releaseCaptionModel(model);
    const expected = golden.images[0].cases.find(({ name }) => name === 'default')?.hyps ?? [];
    expect(hypotheses.map(({ tokens }) => tokens)).toEqual(expected.map(({ tokens }) => tokens));
    expect(hypotheses.map(({ text }) => text)).toEqual(expected.map(({ text }) => text));
    for (const [index, { score }] of hypotheses.entries()) {
      expect(Math.abs(score - expected[index].score)).toBeLessThan(1e-3);
    }
  });
});

async function variantsFrom(files: Readonly<Record<string, Blob>>): Promise<ModelManifest['variants']> {
  const source = nanoFolder({ files });
  return (await convertCheckpoint(signal, source, new MemoryFolder(), options, () => {})).variants;
}

describe('the same weights in another container', () => {
  const config = JSON.parse(readFileSync(referencePath('nano-zh/config.json'), 'utf8')) as FormulaConfig;
  let expected: ModelManifest['variants'];

  beforeAll(async () => {
    expected = (await convert(new MemoryFolder())).variants;
  });

  it('make the same bytes: a fine-tuned model with prefix, zip64 and integer buffers', async () => {
    const tensors = formulaTensors(config).map((tensor) => ({ ...tensor, name: `model.${tensor.name}` }));
    const bytes = torchCheckpointBytes(tensors, { top: 'archive', zip64: true });
    expect(await variantsFrom({ 'pytorch_model.bin': new Blob([bytes]) })).toEqual(expected);
  });

  it('make the same bytes: safetensors, which hold tied tensors once', async () => {
    const blob = await safetensorsBlob(signal, formulaStateDict(config));
    expect(await variantsFrom({ 'model.safetensors': blob })).toEqual(expected);
  });

  it('make the same bytes: double precision', async () => {
    const tensors = formulaTensors(config)
      .filter(({ dataType }) => dataType === 'float32')
      .map((tensor): WritableTensor => ({
        ...tensor,
        dataType: 'float64',
        chunks: () => doubled(tensor.chunks()),
      }));
    expect(await variantsFrom({ 'pytorch_model.bin': new Blob([torchCheckpointBytes(tensors)]) })).toEqual(
      expected,
    );
  });
});

it('reads a checkpoint a few megabytes at a time, and each weight at most twice', async () => {
  const source = nanoFolder({ files: { 'pytorch_model.bin': weights } });
  const lengths: number[] = [];
  const counted: SourceFolder = {
    open: async (openSignal, name) => {
      const file = await source.open(openSignal, name);
      if (file === undefined) return undefined;
      const read: ByteSource['read'] = async (readSignal, offset, length) => {
        if (name === 'pytorch_model.bin') lengths.push(length);
        return file.read(readSignal, offset, length);
      };
      return { ...file, read };
    },
  };
  await convertCheckpoint(signal, counted, new MemoryFolder(), options, () => {});
  expect(Math.max(...lengths)).toBeLessThanOrEqual(8 * 2 ** 20);
  // Once for the hash, and twice for what two graphs or two folded tensors are made of.
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(3 * weights.size);
});

describe('options', () => {
  it('can cut image codes and shorten the position tables', async () => {
    const whole = new MemoryFolder();
    const cut = new MemoryFolder();
    const [before] = (await convert(whole)).variants;
    const graphs = { cutImageCodes: true, targetPositions: 20, promptPositions: 16 };
    const [after] = (await convert(cut, { graphs })).variants;
    expect([before.vocabularyRows, before.targetPositions]).toEqual([9484, 256]);
    expect([after.vocabularyRows, after.targetPositions]).toEqual([292, 20]);
    expect(after.bytes).toBeLessThan(before.bytes - 9192 * 64 * 4);
  });

  it('that contradict the model are refused before anything is written', async () => {
    const folder = new MemoryFolder();
    expect(await rejection(convert(folder, { graphs: { promptPositions: 3 } }))).toMatchObject({
      code: 'setting-invalid',
      details: { setting: 'prompt-positions' },
    });
    const source = nanoFolder({
      files: { 'pytorch_model.bin': weights },
      model: { beam_search: { gen_code: true } },
    });
    const cut = { ...options, graphs: { cutImageCodes: true } };
    expect(await rejection(convertCheckpoint(signal, source, folder, cut, () => {}))).toMatchObject({
      code: 'setting-invalid',
      details: { setting: 'cut-image-codes' },
    });
    expect(folder.log).toEqual([]);
  });
});

describe('a checkpoint that does not fit', () => {
  it.each<[string, NanoChanges, object]>([
    ['is missing', {}, { code: 'model-not-found' }],
    [
      'is of another model',
      { files: { 'pytorch_model.bin': new Blob([torchCheckpointBytes([floatTensor('bert.x', [1], [0])])]) } },
      { code: 'checkpoint-unsupported' },
    ],
    [
      'lacks a tensor',
      {
        files: {
          'pytorch_model.bin': new Blob([torchCheckpointBytes([floatTensor('encoder.x', [1], [0])])]),
        },
      },
      { code: 'checkpoint-tensor-missing' },
    ],
  ])('because it %s leaves the folder as it was', async (_what, changes, expected) => {
    const folder = new MemoryFolder();
    const error = await rejection(convertCheckpoint(signal, nanoFolder(changes), folder, options, () => {}));
    expect(error).toMatchObject(expected);
    expect(folder.log).toEqual([]);
  });

  it('because its shapes are not those of config.json leaves the folder as it was', async () => {
    const folder = new MemoryFolder();
    const source = nanoFolder({ config: { encoder_ffn_dim: 256 }, files: { 'pytorch_model.bin': weights } });
    const error = await rejection(convertCheckpoint(signal, source, folder, options, () => {}));
    expect(error).toMatchObject({ code: 'config-invalid' });
    expect(folder.log).toEqual([]);
  });
});

it('stops when it is aborted, and leaves no model', async () => {
  const controller = new AbortController();
  const folder = new MemoryFolder();
  folder.files.set('model.json', new Uint8Array(1));
  const source = blobFolder(nanoFiles({ files: { 'pytorch_model.bin': weights } }));
  const conversion = convertCheckpoint(controller.signal, source, folder, options, (event) => {
    if (event.phase === 'write' && event.tensor.startsWith('encoder.layers.1')) controller.abort();
  });
  expect(await rejection(conversion)).toBe(controller.signal.reason);
  expect(folder.files.has('model.json')).toBe(false);
});
