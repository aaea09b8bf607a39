import { expect, it } from 'vitest';
import { nodeRuntime } from '../../cli/node-runtime.ts';
import { selfTestExpected, selfTestModel } from '../../testing/self-test-graph.ts';
import { maxAbsoluteDifference } from '../../testing/reference-model/matrix.ts';
import { withWatchedRuns } from '../../testing/watched-runs.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';
import { proveRuntime } from './self-test.ts';

const never = new AbortController().signal;

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** The native runtime with a fault: `spoil` may change what a run gives. */
function faultyRuntime(spoil: (values: Float32Array) => void): OnnxRuntime {
  return withWatchedRuns(nodeRuntime(1), async (run) => {
    const outputs = await run();
    spoil(outputs['y'].data as Float32Array);
    return outputs;
  });
}

it('has the graph that is built, and what plain float64 arithmetic makes of it', async () => {
  const expected = selfTestExpected();
  const content = {
    graph: base64(await selfTestModel(never)),
    expected: base64(new Uint8Array(Float32Array.from(expected).buffer)),
  };
  await expect(`${JSON.stringify(content, null, 2)}\n`).toMatchFileSnapshot('./self-test-golden.json');
  expect(Math.max(...expected)).toBeGreaterThan(0.5);
});

it('trusts a runtime that computes right', async () => {
  await expect(proveRuntime(nodeRuntime(1), 'wasm')).resolves.toBeUndefined();
});

it('is met by the native runtime far more closely than it asks', async () => {
  const differences: number[] = [];
  const watched = faultyRuntime((values) => {
    differences.push(maxAbsoluteDifference(values, selfTestExpected()));
  });
  await proveRuntime(watched, 'wasm');
  expect(differences).toHaveLength(1);
  expect(differences[0]).toBeLessThan(1e-4);
});

it('distrusts a runtime whose numbers are wrong, or none', async () => {
  const untrusted = { code: 'backend-untrusted', details: { backend: 'webgpu' } };
  const shifted = faultyRuntime((values) => values.copyWithin(0, 1));
  await expect(proveRuntime(shifted, 'webgpu')).rejects.toMatchObject(untrusted);
  const notNumbers = faultyRuntime((values) => values.fill(Number.NaN));
  await expect(proveRuntime(notNumbers, 'webgpu')).rejects.toMatchObject(untrusted);
});
