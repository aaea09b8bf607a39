/** What the listings of all hubs have in common. */
import * as v from 'valibot';
import { OfaError } from '../protocol/errors.ts';

/** Bytes. */
export const fileSize = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Lower-case hex; hubs write nothing, null or an empty text where they do not know it. */
export const optionalSha256 = v.pipe(
  v.optional(v.nullable(v.string())),
  v.transform((text) => (text ?? '').toLowerCase()),
  v.transform((text) => (/^[0-9a-f]{64}$/.test(text) ? text : undefined)),
);

/** @throws OfaError `download-wrong-content` if `listing` is not of this form. */
export function parseAs<Schema extends v.GenericSchema>(
  schema: Schema,
  url: string,
  listing: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, listing);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const message = `${url} is no list of files: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}`;
  throw new OfaError('download-wrong-content', message, { url, found: 'json' });
}

/** A path as the end of a URL. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
