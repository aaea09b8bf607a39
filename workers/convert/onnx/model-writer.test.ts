import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalFileParts, layOutExternalData } from './external-data.ts';
import type { GraphDefinition, Initializer, OnnxNode } from './graph-definition.ts';
import { writeModel } from './model-writer.ts';

const { signal } = new AbortController();

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: OnnxNode['attributes'] = {},
  domain = '',
): OnnxNode {
  return { operator, domain, name: `${operator} of ${output}`, inputs, outputs: [output], attributes };
}

function floats(name: string, dimensions: readonly number[], values: readonly number[]): Initializer {
  return {
    name,
    dataType: 'float32',
    dimensions,
    read: async () => Promise.resolve(new Uint8Array(Float32Array.from(values).buffer)),
  };
}

const width = 300;
const weights = Array.from({ length: width }, (_, index) => index);

/** x [N, 2] → Clip(x, 0, absent) → LeakyRelu … → [2, N], the sum of 300 weights added; one attribute of each kind. */
const graph: GraphDefinition = {
  name: 'sample',
  inputs: [{ name: 'x', dataType: 'float32', dimensions: ['rows', 2] }],
  outputs: [
    { name: 'y', dataType: 'float32', dimensions: [2, 'rows'] },
    { name: 'z', dataType: 'float32', dimensions: ['rows', 2] },
  ],
  nodes: [
    node('ReduceSum', ['weights'], 'sum', { keepdims: { kind: 'int', value: 0 } }),
    node('LeakyRelu', ['x'], 'leaky', { alpha: { kind: 'float', value: -0.5 } }),
    node('Add', ['leaky', 'sum'], 'shifted'),
    node('Transpose', ['shifted'], 'y', { perm: { kind: 'ints', value: [1, 0] } }),
    node('Constant', [], 'factors', { value_floats: { kind: 'floats', value: [2, 0.25] } }),
    node('Clip', ['x', '', 'upper'], 'clipped'),
    node('Mul', ['clipped', 'factors'], 'scaled'),
    node('Gelu', ['scaled'], 'activated', { approximate: { kind: 'string', value: 'tanh' } }),
    node('BiasGelu', ['activated', 'bias'], 'z', {}, 'com.microsoft'),
  ],
  initializers: [floats('weights', [width], weights), floats('upper', [], [3]), floats('bias', [2], [1, -1])],
  operatorSets: { '': 21, 'com.microsoft': 1 },
};

function gelu(x: number): number {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

const x = [1, -2, 3, 40];

async function expectResults(session: InferenceSession): Promise<void> {
  const { y, z } = await session.run({ x: new Tensor('float32', Float32Array.from(x), [2, 2]) });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  expect(y.dims).toEqual([2, 2]);
  expect([...(y.data as Float32Array)]).toEqual([sum + 1, sum + 3, sum + 1, sum + 40]);
  const expected = [gelu(gelu(2) + 1), gelu(gelu(-0.5) - 1), gelu(gelu(6) + 1), gelu(gelu(0.75) - 1)];
  for (const [index, value] of expected.entries()) {
    // BiasGelu is the exact form, which differs from the approximation by less than this.
    expect((z.data as Float32Array)[index]).toBeCloseTo(value, 2);
  }
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ofa-onnx-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('a written model', () => {
  it('opens by path, with its external data beside it', async () => {
    const layout = layOutExternalData(graph);
    expect(layout.files.map(({ path }) => path)).toEqual(['sample.0.data']);
    await writeFile(join(folder, 'sample.onnx'), await writeModel(signal, layout));
    for (const file of layout.files) {
      const parts: Uint8Array[] = [];
      for await (const { bytes } of externalFileParts(signal, file)) parts.push(bytes);
      await writeFile(join(folder, file.path), Buffer.concat(parts));
    }
    await expectResults(await InferenceSession.create(join(folder, 'sample.onnx')));
  });

  it('opens from memory, with its external data handed over by path', async () => {
    const layout = layOutExternalData(graph, 'weights/');
    const data = new Uint8Array(Float32Array.from(weights).buffer);
    await expectResults(
      await InferenceSession.create(await writeModel(signal, layout), {
        externalData: [{ path: 'weights/sample.0.data', data }],
      }),
    );
  });

  it('declares the names and dimensions of its inputs and outputs', async () => {
    const layout = layOutExternalData(graph);
    const data = new Uint8Array(Float32Array.from(weights).buffer);
    const session = await InferenceSession.create(await writeModel(signal, layout), {
      externalData: [{ path: 'sample.0.data', data }],
    });
    expect(session.inputMetadata).toEqual([
      { name: 'x', isTensor: true, type: 'float32', shape: ['rows', 2] },
    ]);
    expect(session.outputNames).toEqual(['y', 'z']);
  });

  it('is the same bytes each time', async () => {
    const layout = layOutExternalData(graph);
    expect(await writeModel(signal, layout)).toEqual(await writeModel(signal, layout));
  });
});
