import type { ErrorDetails } from '../../workers/protocol/errors.ts';

/** A detail of an error as text, or what to say where it is not known. */
export function fact(details: ErrorDetails, name: string, otherwise: string): string {
  const value = details[name];
  return value === undefined ? otherwise : String(value);
}

/** The file that an error is about: by name, or as the last part of its address. */
export function fileOf(details: ErrorDetails, otherwise: string): string {
  const { file, url } = details;
  if (file !== undefined) return String(file);
  return typeof url === 'string' ? (url.split('/').findLast((part) => part !== '') ?? otherwise) : otherwise;
}

/** Bytes as whole megabytes of a million, rounded up. */
export function megabytes(bytes: string | number): string {
  return String(Math.ceil(Number(bytes) / 1_000_000));
}
