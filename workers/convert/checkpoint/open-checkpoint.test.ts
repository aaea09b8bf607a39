import { describe, expect, it } from 'vitest';
import { floatTensor, torchCheckpointBytes } from '../../testing/checkpoint-blob.ts';
import { blobFolder } from '../source/source-folder.ts';
import { openCheckpoint } from './open-checkpoint.ts';
import type { StateDict } from './state-dict.ts';

const { signal } = new AbortController();

async function open(files: Readonly<Record<string, Uint8Array<ArrayBuffer> | string>>): Promise<StateDict> {
  const blobs = Object.entries(files).map(([name, content]) => [name, new Blob([content])] as const);
  return (await openCheckpoint(signal, blobFolder(new Map(blobs)))).stateDict;
}

async function openNamed(...names: readonly string[]): Promise<StateDict> {
  const tensors = names.map((name, index) => floatTensor(name, [1], [index]));
  return open({ 'pytorch_model.bin': torchCheckpointBytes(tensors) });
}

async function value(stateDict: StateDict, name: string): Promise<number | undefined> {
  return (await stateDict.tensors.get(name)?.read(signal))?.[0];
}

function safetensors(): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode('{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
  const bytes = new Uint8Array(8 + header.length + 4);
  bytes[0] = header.length;
  bytes.set(header, 8);
  return bytes;
}

describe('a checkpoint folder', () => {
  it('is opened by what its file contains, whatever the name says', async () => {
    expect((await open({ 'pytorch_model.bin': safetensors() })).tensors.size).toBe(1);
    expect((await open({ 'model.safetensors': safetensors() })).tensors.size).toBe(1);
    const torch = torchCheckpointBytes([floatTensor('y', [1], [1])]);
    const both = await open({ 'model.safetensors': safetensors(), 'pytorch_model.bin': torch });
    expect([...both.tensors.keys()]).toEqual(['y']);
  });

  it.each([
    ['no checkpoint', {}, 'model-not-found'],
    ['an empty file', { 'pytorch_model.bin': '' }, 'checkpoint-damaged'],
    ['a web page', { 'pytorch_model.bin': '<!DOCTYPE html><title>404</title>' }, 'checkpoint-unsupported'],
    [
      'a Git LFS pointer',
      { 'pytorch_model.bin': 'version https://git-lfs.github.com/spec/v1\noid' },
      'checkpoint-unsupported',
    ],
    [
      'a checkpoint of PyTorch before 1.6',
      { 'pytorch_model.bin': Uint8Array.of(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a) },
      'checkpoint-unsupported',
    ],
    [
      'a zip file of another kind',
      { 'pytorch_model.bin': Uint8Array.of(0x50, 0x4b, 3, 4, ...new Uint8Array(40)) },
      'checkpoint-damaged',
    ],
    ['a split checkpoint', { 'pytorch_model.bin.index.json': '{}' }, 'checkpoint-unsupported'],
  ])('with %s is refused', async (_what, files, code) => {
    await expect(open(files)).rejects.toMatchObject({ code });
  });
});

describe('names', () => {
  it('lose the prefix of the task class, and then those without it are left out', async () => {
    const stateDict = await openNamed('model.encoder.x', 'criterion.weight', 'model.decoder.y');
    expect([...stateDict.tensors.keys()]).toEqual(['encoder.x', 'decoder.y']);
    expect(stateDict.tensors.get('decoder.y')?.name).toBe('decoder.y');
    expect(await value(stateDict, 'decoder.y')).toBe(2);
  });

  it('have gamma and beta renamed wherever they stand', async () => {
    const stateDict = await openNamed(
      'a.LayerNorm.gamma',
      'a.LayerNorm.beta',
      'gamma_self_attn',
      'gamma.beta',
    );
    expect([...stateDict.tensors.keys()]).toEqual([
      'a.LayerNorm.weight',
      'a.LayerNorm.bias',
      'weight_self_attn',
      'gamma.bias',
    ]);
  });

  it('that come out equal are refused', async () => {
    await expect(openNamed('x.gamma', 'x.weight')).rejects.toMatchObject({
      code: 'checkpoint-damaged',
      details: { tensor: 'x.weight' },
    });
  });

  it('of data-parallel training are not understood', async () => {
    expect([...(await openNamed('module.encoder.x')).tensors.keys()]).toEqual(['module.encoder.x']);
  });
});
