/** The products of `q4` and `q4f16` on WebGPU, against the same numbers multiplied out, on WebAssembly. */
import { describe, expect, it } from 'vitest';
import { browserRuntimes } from '../../ofa/session/browser-runtimes.ts';
import type { OnnxRuntime } from '../../ofa/session/onnx-runtime.ts';
import { gpuFeatures } from '../../ofa/session/webgpu-device.ts';
import { missingGpu } from '../../testing/missing-gpu.ts';
import { multipliedOutQ4 } from '../../testing/multiplied-out.ts';
import { randomNumbers } from '../../testing/random.ts';
import { GraphBuilder } from '../graph/graph-builder.ts';
import { asComputed } from '../graph/operators.ts';
import type { Weight } from '../graph/weights.ts';
import { externalFileParts, layOutExternalData } from '../onnx/external-data.ts';
import type { FloatType, GraphDefinition } from '../onnx/graph-definition.ts';
import { writeModel } from '../onnx/model-writer.ts';
import { bitsOf } from './block-quantized.ts';
import { policies } from './policies.ts';
import type { PrecisionPolicy } from './precision.ts';

const { signal } = new AbortController();
const rows = 3;
const width = 512;

function weight(name: string, shape: readonly [number, number]): Weight {
  const random = randomNumbers(shape[0]);
  const values = Float32Array.from({ length: shape[0] * shape[1] }, () => random(2000) / 10_000 - 0.1);
  return { name, shape, read: () => Promise.resolve(values) };
}

/** A matrix in 4 bits, one in 8, and a table of 4 bits. */
const large = weight('large.weight', [640, width]);
const narrow = weight('narrow.weight', [96, width]);
const table = weight('table.weight', [1000, width]);
const outputs = ['large', 'narrow', 'rows'] as const;

function products(precision: PrecisionPolicy, floatType: FloatType): GraphDefinition {
  const graph = new GraphBuilder('products', new Set(outputs), floatType);
  const x = asComputed(graph, graph.input('x', 'float32', [rows, width]), 'float32');
  const ids = graph.input('ids', 'int32', [rows]);
  graph.expose('large', [rows, 640], () => precision('large').linear(graph, x, { weight: large }));
  graph.expose('narrow', [rows, 96], () => precision('narrow').linear(graph, x, { weight: narrow }));
  graph.expose('rows', [rows, width], () => precision('table').embedding(graph, table, ids));
  return graph.finish();
}

async function compute(
  runtime: OnnxRuntime,
  graph: GraphDefinition,
): Promise<Readonly<Record<(typeof outputs)[number], Float32Array>>> {
  const layout = layOutExternalData(graph);
  const externalData: { path: string; data: Uint8Array }[] = [];
  for (const file of layout.files) {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const { bytes } of externalFileParts(signal, file)) parts.push(bytes);
    externalData.push({ path: file.path, data: new Uint8Array(await new Blob(parts).arrayBuffer()) });
  }
  const session = await runtime.createSession({
    model: await writeModel(signal, layout),
    externalData,
    residentOutputs: [],
  });
  const random = randomNumbers(1);
  const { Tensor } = runtime;
  const results = await session.run({
    x: new Tensor(
      'float32',
      Float32Array.from({ length: rows * width }, () => random(2000) / 1000 - 1),
      [rows, width],
    ),
    ids: new Tensor('int32', Int32Array.of(0, 999, 421), [rows]),
  });
  const [first, second, third] = outputs.map((name) => Float32Array.from(results[name].data as Float32Array));
  await session.release();
  return { large: first, narrow: second, rows: third };
}

/** Largest difference, of the largest expected value. */
function deviation(actual: Float32Array, expected: Float32Array): number {
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...actual.map((value, index) => Math.abs(value - expected[index]))) / scale;
}

describe('on WebGPU', () => {
  it('4 and 8 bits are what they are multiplied out, in float32 and, where the device has it, in float16', async ({
    skip,
  }) => {
    const missing = await missingGpu();
    if (missing !== null) skip(`WebGPU is not tested here: ${missing}`);
    expect([large, narrow, table].map(bitsOf)).toEqual([4, 8, 4]);
    const openRuntime = browserRuntimes();
    const expected = await compute(await openRuntime('wasm'), products(multipliedOutQ4, 'float32'));
    const webgpu = await openRuntime('webgpu');
    const actual = await compute(webgpu, products(policies.q4, 'float32'));
    for (const output of outputs)
      expect(deviation(actual[output], expected[output]), output).toBeLessThan(1e-5);
    if (!(await gpuFeatures(navigator)).includes('shader-f16')) {
      console.warn('float16 is not tested here: the graphics adapter has no shader-f16');
      return;
    }
    const half = await compute(webgpu, products(policies.q4f16, 'float16'));
    for (const output of outputs)
      expect(deviation(half[output], expected[output]), output).toBeLessThan(0.01);
    // A software adapter compiles each shader for seconds.
  }, 300_000);
});
