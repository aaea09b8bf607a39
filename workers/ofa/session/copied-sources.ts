import type { InferenceSession } from 'onnxruntime-web/wasm';
import type { OnnxRuntimeBuild } from './onnx-runtime.ts';

/** Gives the memory of `bytes` back, which cannot be used any more. Safari can since 17.4. */
function free(bytes: Uint8Array): void {
  (bytes.buffer as Partial<Pick<ArrayBuffer, 'transfer'>>).transfer?.(0);
}

/**
 * `sessions` of a build for browsers, which copies a graph's weights into memory of its own: what they were copied from is
 * given back at once. Left to the garbage collector it would still be there when the next graph's weights are read.
 */
export function freeingSources(
  sessions: OnnxRuntimeBuild['InferenceSession'],
): OnnxRuntimeBuild['InferenceSession'] {
  return {
    create: async (model, options): Promise<InferenceSession> => {
      const session = await sessions.create(model, options);
      for (const file of options.externalData ?? []) {
        if (typeof file === 'object' && 'data' in file && file.data instanceof Uint8Array) free(file.data);
      }
      return session;
    },
  };
}
