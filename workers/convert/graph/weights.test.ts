import { describe, expect, it } from 'vitest';
import { formulaStateDict } from '../../testing/formula-checkpoint.ts';
import { configOf, nanoArchitecture } from '../../testing/reference-model/architectures.ts';
import type { StateDict } from '../checkpoint/state-dict.ts';
import { float32 } from '../quantize/float32.ts';
import type { OfaArchitecture } from './architecture.ts';
import { buildDecoder } from './decoder.ts';
import { buildEncoder } from './encoder.ts';
import { defaultGraphOptions } from './options.ts';

const { signal } = new AbortController();
const options = { ...defaultGraphOptions, precision: () => float32 };
const nano = formulaStateDict(configOf(nanoArchitecture));

function without(name: string): StateDict {
  return { tensors: new Map([...nano.tensors].filter(([key]) => key !== name)) };
}

function changed(change: Partial<OfaArchitecture>): OfaArchitecture {
  return { ...nanoArchitecture, ...change };
}

describe('building a graph', () => {
  it.each(['encoder.layers.1.fc1.bias', 'encoder.embed_images.layer2.0.bn2.running_var'])(
    'names the tensor that the checkpoint lacks: %s',
    async (tensor) => {
      await expect(buildEncoder(signal, nanoArchitecture, without(tensor), options)).rejects.toMatchObject({
        code: 'checkpoint-tensor-missing',
        details: { tensor },
      });
    },
  );

  it('names the tensor whose shape the configuration contradicts', async () => {
    await expect(buildDecoder(signal, changed({ decoderFfnDim: 256 }), nano, options)).rejects.toMatchObject({
      code: 'config-invalid',
      details: { tensor: 'decoder.layers.0.fc2.weight' },
    });
  });

  it('refuses a picture with more patches than the checkpoint has positions', async () => {
    await expect(
      buildEncoder(signal, changed({ patchImageSize: 43 * 16 }), nano, options),
    ).rejects.toMatchObject({ code: 'config-invalid' });
  });

  it.each(['decoder.output_projection.weight', 'decoder.embed_tokens.weight', 'encoder.embed_tokens.weight'])(
    'does without %s, one of three copies of the same embedding',
    async (copy) => {
      const graph = await buildDecoder(signal, nanoArchitecture, without(copy), options);
      expect(graph.initializers.filter(({ name }) => name === 'embed_tokens.weight')).toHaveLength(1);
    },
  );

  it('reads no more of the checkpoint than shows which ResNet blocks are identities', async () => {
    const read: string[] = [];
    const observed = [...nano.tensors].map(([name, entry]) => {
      const observe = async (signal: AbortSignal) => {
        read.push(name);
        return entry.read(signal);
      };
      return [name, { ...entry, read: observe }] as const;
    });
    const stateDict = { tensors: new Map(observed) };
    await buildEncoder(signal, nanoArchitecture, stateDict, options);
    await buildDecoder(signal, nanoArchitecture, stateDict, options);
    expect(read.filter((name) => !/\.layer\d\.1\.bn3\./.test(name))).toEqual([]);
  });

  it('stops at once when it was aborted', async () => {
    const reason = new DOMException('Enough', 'AbortError');
    const aborted = AbortSignal.abort(reason);
    await expect(buildEncoder(aborted, nanoArchitecture, nano, options)).rejects.toBe(reason);
    await expect(buildDecoder(aborted, nanoArchitecture, nano, options)).rejects.toBe(reason);
  });
});
