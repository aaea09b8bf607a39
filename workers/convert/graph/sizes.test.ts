/** The sizes in which OFA was published (model cards of https://github.com/OFA-Sys/OFA, README.md). */
import { describe, expect, it } from 'vitest';
import { graphNames } from '../../protocol/graph-names.ts';
import { formulaStateDict } from '../../testing/formula-checkpoint.ts';
import { measureDeviations } from '../../testing/graph-parity.ts';
import { configOf, nanoArchitecture } from '../../testing/reference-model/architectures.ts';
import type { GraphDefinition } from '../onnx/graph-definition.ts';
import { float32 } from '../quantize/float32.ts';
import type { OfaArchitecture, ResnetType } from './architecture.ts';
import { buildDecoder } from './decoder.ts';
import { buildEncoder } from './encoder.ts';
import { addedTokenCount, defaultGraphOptions } from './options.ts';

const { signal } = new AbortController();

interface Size {
  readonly name: string;
  /** Millions of parameters, as published; the vocabulary is the English one of 59,457 rows. */
  readonly parameters: number;
  readonly resnetType: ResnetType;
  readonly dModel: number;
  readonly heads: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
}

const sizes: readonly Size[] = [
  {
    name: 'tiny',
    parameters: 33,
    resnetType: 'resnet50',
    dModel: 256,
    heads: 4,
    encoderLayers: 4,
    decoderLayers: 4,
  },
  {
    name: 'medium',
    parameters: 93,
    resnetType: 'resnet101',
    dModel: 512,
    heads: 8,
    encoderLayers: 4,
    decoderLayers: 4,
  },
  {
    name: 'base',
    parameters: 180,
    resnetType: 'resnet101',
    dModel: 768,
    heads: 12,
    encoderLayers: 6,
    decoderLayers: 6,
  },
  {
    name: 'large',
    parameters: 470,
    resnetType: 'resnet152',
    dModel: 1024,
    heads: 16,
    encoderLayers: 12,
    decoderLayers: 12,
  },
  {
    name: 'huge',
    parameters: 930,
    resnetType: 'resnet152',
    dModel: 1280,
    heads: 16,
    encoderLayers: 24,
    decoderLayers: 12,
  },
];

function architectureOf(size: Size): OfaArchitecture {
  return {
    ...nanoArchitecture,
    vocabularySize: 59_457,
    dModel: size.dModel,
    encoderLayers: size.encoderLayers,
    decoderLayers: size.decoderLayers,
    encoderAttentionHeads: size.heads,
    decoderAttentionHeads: size.heads,
    encoderFfnDim: 4 * size.dModel,
    decoderFfnDim: 4 * size.dModel,
    resnetType: size.resnetType,
    patchImageSize: 480,
  };
}

/** Names of the checkpoint's matrices that captioning multiplies by, and the graph in which each belongs. */
function graphOf(name: string): 'encoder' | 'decoder' | undefined {
  if (/^encoder\.(layers\.|embed_images\.(conv1|.*(conv\d|downsample\.0))\.|image_proj\.)/.test(name))
    return 'encoder';
  if (/^decoder\.layers\.\d+\.cross_attn\.[kv]_proj\./.test(name)) return 'encoder';
  if (name.startsWith('decoder.layers.')) return 'decoder';
  return undefined;
}

function matrices(graph: GraphDefinition): Map<string, string> {
  return new Map(
    graph.initializers
      .filter(({ name, dimensions }) => dimensions.length > 1 && graphOf(name) !== undefined)
      .map(({ name, dimensions }) => [name, dimensions.join(' x ')]),
  );
}

describe.each(sizes)('OFA $name', (size) => {
  const architecture = architectureOf(size);
  const stateDict = formulaStateDict(configOf(architecture));

  it('has the published number of parameters', () => {
    const distinct = new Map([...stateDict.tensors.values()].map((tensor) => [tensor.identity, tensor]));
    const counts = [...distinct.values()]
      .filter(({ dataType }) => dataType === 'float32')
      .map(({ shape }) => shape.reduce((product, dimension) => product * dimension, 1));
    const millions = counts.reduce((sum, count) => sum + count, 0) / 1e6;
    expect(Math.abs(millions / size.parameters - 1)).toBeLessThan(0.02);
  });

  it('becomes graphs of its shape that hold each of its matrices once', async () => {
    const options = { ...defaultGraphOptions, precision: () => float32 };
    const encoder = await buildEncoder(signal, architecture, stateDict, options);
    const decoder = await buildDecoder(signal, architecture, stateDict, options);
    for (const [graph, kind] of [
      [encoder, 'encoder'],
      [decoder, 'decoder'],
    ] as const) {
      const expected = [...stateDict.tensors.values()]
        .filter(({ name, shape }) => shape.length > 1 && graphOf(name) === kind)
        .map(({ name, shape }) => [name, shape.join(' x ')] as const);
      expect(matrices(graph)).toEqual(new Map(expected));
    }
    const { heads, decoderLayers } = size;
    const width = size.dModel / heads;
    expect(encoder.outputs).toHaveLength(2 * decoderLayers + 1);
    expect(encoder.outputs).toContainEqual({
      name: graphNames.crossKey(decoderLayers - 1),
      dataType: 'float32',
      dimensions: [1, heads, width, 'sequence'],
    });
    expect(decoder.outputs).toHaveLength(2 * decoderLayers + 1);
    expect(decoder.outputs).toContainEqual({
      name: graphNames.logits,
      dataType: 'float32',
      dimensions: ['rows', 59_457],
    });
  });

  it('computes, one layer deep, what the model does', async () => {
    const shallow: OfaArchitecture = {
      ...architecture,
      vocabularySize: addedTokenCount + 40,
      encoderLayers: 1,
      decoderLayers: 1,
      maxPositionEmbeddings: 20,
      tokenBucketSize: 6,
      imageBucketSize: 4,
      patchImageSize: 32,
    };
    const deviations = await measureDeviations(signal, {
      architecture: shallow,
      prompt: [0, 9, 10, 2],
      steps: [
        { tokens: [0], from: [0] },
        { tokens: [20, 21], from: [0, 0] },
        { tokens: [22, 23], from: [1, 0] },
      ],
    });
    expect(Math.max(...Object.values(deviations.encoder))).toBeLessThan(1e-4);
    expect(deviations.logits).toBeLessThan(5e-4);
  });
});
