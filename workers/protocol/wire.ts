import { transferHandlers, type TransferHandler } from 'comlink';
import { fromWireError, toWireError, type WireError } from './errors.ts';

/** What comlink makes of a thrown value on its way to the other thread. */
interface Thrown {
  readonly value: unknown;
}

/**
 * Makes errors keep their code and details, and aborts stay aborts, when they cross between page and worker. Both sides
 * call it once before they use comlink, whose own handler keeps only name, message and stack.
 */
export function keepErrorCodes(): void {
  const original = transferHandlers.get('throw') as TransferHandler<Thrown, unknown>;
  const handler: TransferHandler<Thrown, WireError> = {
    canHandle: (value): value is Thrown => original.canHandle(value),
    serialize: ({ value }) => [toWireError(value), []],
    deserialize: (wire) => {
      throw fromWireError(wire);
    },
  };
  transferHandlers.set('throw', handler);
}
