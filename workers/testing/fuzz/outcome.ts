/** What every reader promises about any input at all. */
import { OfaError, type ErrorCode } from '../../protocol/errors.ts';

/** The longest that an error may be in words: it is shown to a person. */
const mostMessageLength = 2_200;

const prototypes: readonly object[] = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
  Map.prototype,
  Uint8Array.prototype,
];
const knownNames = prototypes.map((prototype) => Reflect.ownKeys(prototype).length);

function checkPrototypes(): void {
  prototypes.forEach((prototype, index) => {
    if (Reflect.ownKeys(prototype).length !== knownNames[index]) {
      throw new Error(`A prototype was changed: ${Reflect.ownKeys(prototype).map(String).join(', ')}`);
    }
  });
}

/** The message's shape: two errors that differ by their numbers only are one outcome. */
function shapeOf({ code, message }: OfaError): string {
  return `${code}: ${message.replaceAll(/\d+/gu, '#').slice(0, 60)}`;
}

/**
 * What `run` says, or the error that it throws, in a few words.
 * @param codes those that the reader may throw.
 * @throws Error if it throws anything else, if its error is too long to be shown, or if it changed a prototype.
 */
export async function outcomeOf(
  codes: readonly ErrorCode[],
  run: () => Promise<string> | string,
): Promise<string> {
  let outcome: string;
  try {
    outcome = await run();
  } catch (error) {
    if (!(error instanceof OfaError)) throw new Error('It threw what is no OfaError', { cause: error });
    if (!codes.includes(error.code)) throw new Error(`It threw ${error.code}`, { cause: error });
    const words = [error.message, ...Object.values(error.details).map(String)];
    if (words.some(({ length }) => length > mostMessageLength)) {
      throw new Error('Its error is too long to be shown', { cause: error });
    }
    outcome = shapeOf(error);
  }
  checkPrototypes();
  return outcome;
}
