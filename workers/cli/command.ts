/** What the commands have in common: where they write and how they end. */
import { isAbort, toOfaError } from '../protocol/errors.ts';

/** Where a command writes. */
export interface CommandOutput {
  /** Results. */
  out(text: string): void;
  /** Progress and errors. */
  err(text: string): void;
}

export const exitCodes = { success: 0, failure: 1, wrongUsage: 2, interrupted: 130 } as const;

/** An error in one line: `code: message`. */
export function described(error: unknown): string {
  if (isAbort(error)) return 'stopped';
  const { code, message } = toOfaError(error);
  return `${code}: ${message}`;
}

/** The exit code of a command that ended with `error`. */
export function exitCodeOf(error: unknown): number {
  return isAbort(error) ? exitCodes.interrupted : exitCodes.failure;
}
