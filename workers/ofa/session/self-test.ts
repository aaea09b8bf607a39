import { OfaError } from '../../protocol/errors.ts';
import type { Backend } from '../../protocol/model-folder.ts';
import { disposeAll } from './encoder-session.ts';
import type { OnnxRuntime } from './onnx-runtime.ts';
import golden from './self-test-golden.json' with { type: 'json' };
import { selfTestInput, selfTestShape } from './self-test-input.ts';

/** Of the largest expected value. Half precision stays far below, wrong shaders are off by more than half. */
const tolerance = 0.02;

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/**
 * Has a backend compute a small graph whose result is known: graphics cards and their drivers have been seen to give
 * wrong numbers without an error (https://github.com/microsoft/onnxruntime/pull/28520). Starts the engine as well, which
 * ONNX Runtime does with its first session.
 *
 * @throws OfaError `backend-untrusted` if the numbers are wrong; `backend-failed`, `backend-lost` or `out-of-memory`
 */
export async function proveRuntime(runtime: OnnxRuntime, backend: Backend): Promise<void> {
  const { positions, width, heads } = selfTestShape;
  const { Tensor } = runtime;
  const session = await runtime.createSession({
    model: bytesOf(golden.graph),
    externalData: [],
    residentOutputs: [],
  });
  const { x, bias } = selfTestInput();
  const outputs = await session.run({
    x: new Tensor('float32', x, [1, positions, width]),
    bias: new Tensor('float32', bias, [1, heads, positions, positions]),
  });
  const actual = outputs['y'].data as Float32Array;
  const expected = new Float32Array(bytesOf(golden.expected).buffer);
  const scale = expected.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
  const isWrong = expected.some((value, index) => !(Math.abs(actual[index] - value) <= tolerance * scale));
  disposeAll(outputs);
  await session.release();
  if (isWrong) {
    throw new OfaError('backend-untrusted', `${backend} computes wrong numbers on this device`, { backend });
  }
}
