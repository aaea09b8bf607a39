/**
 * The one error type of the product. Every failure a person can meet has a code here; the page words it by code
 * (src/i18n), so a message in this class is for developers and the command line.
 */
export const errorCodes = [
  // The picture
  'image-empty',
  'image-unsupported',
  'image-heic',
  'image-damaged',
  'image-too-large',
  // Its way to the page
  'link-invalid',
  'link-offline',
  'link-blocked',
  'link-not-found',
  'link-no-picture',
  'camera-denied',
  'camera-unavailable',
  // The model folder and its bytes
  'model-not-found',
  'model-manifest-invalid',
  'model-file-corrupt',
  'model-unsupported',
  'download-offline',
  'download-blocked',
  'download-not-found',
  'download-wrong-content',
  'download-failed',
  'storage-full',
  'storage-unavailable',
  // The checkpoint
  'checkpoint-damaged',
  'checkpoint-unsafe',
  'checkpoint-unsupported',
  'checkpoint-tensor-missing',
  'config-invalid',
  // Running the model
  'backend-unavailable',
  'backend-failed',
  'backend-untrusted',
  'backend-lost',
  'backend-switched',
  'out-of-memory',
  'worker-crashed',
  'worker-stalled',
  'worker-restarted',
  'setting-invalid',
  'no-hypothesis',
  // Editing and saving
  'export-failed',
  'clipboard-denied',
  'clipboard-no-image',
  'share-refused',
  'share-no-image',
  // A fault of ours
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Facts for the message, by name: file names, sizes in bytes, the refused field, … */
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** The longest text in an error. Names in a hostile file may be megabytes long, and would freeze the page that shows them. */
const mostCharacters = 2000;

function shortened(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)}…`;
}

export class OfaError extends Error {
  override readonly name = 'OfaError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /** `message` is English, for developers and the command line; `details` feed the translated sentence. */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(shortened(message), cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = Object.fromEntries(
      Object.entries(details).map(([name, fact]) => [
        name,
        typeof fact === 'string' ? shortened(fact) : fact,
      ]),
    );
  }
}

/** What crosses the worker boundary in place of an error: structured clone would drop `code` and `details`. */
export interface WireError {
  readonly kind: 'ofa' | 'abort';
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
  readonly stack: string | undefined;
}

/** True for what an aborted `AbortSignal` throws; an abort is never shown to a person. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Any thrown value as an `OfaError`: itself, or code `internal` (`out-of-memory` for allocation failures). */
export function toOfaError(error: unknown): OfaError {
  if (error instanceof OfaError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const outOfMemory =
    error instanceof RangeError
      ? /allocation|array buffer|memory/i.test(message)
      : /out of memory|bad_alloc|OOM\b|failed to allocate|enlarge memory/i.test(message);
  return new OfaError(outOfMemory ? 'out-of-memory' : 'internal', message, {}, error);
}

/** The form in which an error is posted to the other thread. */
export function toWireError(error: unknown): WireError {
  const known = toOfaError(error);
  return {
    kind: isAbort(error) ? 'abort' : 'ofa',
    code: known.code,
    message: known.message,
    details: known.details,
    stack: error instanceof Error ? error.stack : undefined,
  };
}

/** The inverse of `toWireError`: an `AbortError` `DOMException`, or an `OfaError` with its code. */
export function fromWireError(wire: WireError): Error {
  if (wire.kind === 'abort') return new DOMException(wire.message, 'AbortError');
  const error = new OfaError(wire.code, wire.message, wire.details);
  if (wire.stack !== undefined) error.stack = wire.stack;
  return error;
}
