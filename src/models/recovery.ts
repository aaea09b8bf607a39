import type { SkippedBackend } from '../../workers/protocol/caption-service.ts';
import { type ErrorCode, OfaError } from '../../workers/protocol/errors.ts';
import type { Backend } from '../../workers/protocol/model-folder.ts';

/** The worker went without a word, and took its reason along. */
export function isDeath({ code }: OfaError): boolean {
  return code === 'worker-crashed' || code === 'worker-stalled';
}

/** Failures after which a new worker, or another backend, may well succeed. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'backend-failed',
  'backend-lost',
  'out-of-memory',
  'worker-crashed',
  'worker-stalled',
]);

/** True if it is worth going on with a fresh worker after this. */
export function isPassing({ code }: OfaError): boolean {
  return passing.has(code);
}

/** A backend that is not to be tried again after it has failed: the processor is, it has only run out of memory. */
export function failedBackend(backend: Backend, { code, message }: OfaError): readonly SkippedBackend[] {
  return backend === 'webgpu' ? [{ backend, code, reason: message }] : [];
}

/** What the person is told of a failure that the app has got over by itself. */
export function recovered(backend: Backend, cause: OfaError): OfaError {
  const code = backend === 'webgpu' ? 'backend-switched' : 'worker-restarted';
  return new OfaError(code, `After ${cause.code}: ${cause.message}`, {}, cause);
}
