import { OfaError, type ErrorCode } from '../protocol/errors.ts';

/** Several places that hold the same. */
export interface Places<Place> {
  /**
   * Asks one place after the other until one has what is wanted, beginning with the one that did not fail last.
   * @throws what `ask` throws that is no fault of the place, at once; OfaError with the code of the first failure when
   *   every place has failed, one that does not just say that nothing is there if there is any.
   */
  inTurn<Value>(ask: (place: Place) => Promise<Value>): Promise<Value>;
  /** From now on the next place is asked first: what this one gave has turned out to be wrong. */
  leave(): void;
}

/** Failures that another place may not have. */
const placeFaults: ReadonlySet<ErrorCode> = new Set([
  'download-blocked',
  'download-not-found',
  'download-wrong-content',
  'download-failed',
  'model-file-corrupt',
  'model-not-found',
  'model-manifest-invalid',
]);

const absences: ReadonlySet<ErrorCode> = new Set(['download-not-found', 'model-not-found']);

export function places<Place>(all: readonly Place[]): Places<Place> {
  let first = 0;
  return {
    leave: () => {
      first = (first + 1) % all.length;
    },
    async inTurn(ask) {
      const failures: OfaError[] = [];
      const start = first;
      for (let turn = 0; turn < all.length; turn++) {
        const index = (start + turn) % all.length;
        try {
          return await ask(all[index]);
        } catch (error) {
          if (!(error instanceof OfaError && placeFaults.has(error.code))) throw error;
          failures.push(error);
          if (first === index) first = (index + 1) % all.length;
        }
      }
      throw summarize(failures);
    },
  };
}

function summarize(failures: readonly OfaError[]): OfaError {
  const telling = failures.find(({ code }) => !absences.has(code)) ?? failures[0];
  if (telling === undefined) return new OfaError('download-not-found', 'There is no address to ask');
  if (failures.length === 1) return telling;
  const message = `${telling.message} (${failures.length} addresses were tried)`;
  return new OfaError(telling.code, message, telling.details, new AggregateError(failures));
}
