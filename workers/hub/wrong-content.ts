import { OfaError } from '../protocol/errors.ts';
import { sniffErrorPage } from '../weights/error-page.ts';
import type { Attempt } from '../weights/retry.ts';
import type { RemoteFile } from './remote-file.ts';

/** More than any page or message that a server sends in place of a file. */
export const longestPage = 64 * 1024;

/** Collects the beginning of a body, `longestPage` bytes at most. */
export function addToBeginning(beginning: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (beginning.length === longestPage) return beginning;
  const joined = new Uint8Array(Math.min(longestPage, beginning.length + bytes.length));
  joined.set(beginning);
  joined.set(bytes.subarray(0, joined.length - beginning.length), beginning.length);
  return joined;
}

/**
 * The failure of an attempt that brought another number of bytes than expected. `beginning` of what came tells a page
 * or a message from a wrong length. A page is what the server means to send: asking again does not help.
 */
export function wrongContent(
  { path, url }: RemoteFile,
  expectedBytes: number,
  receivedBytes: number,
  beginning: Uint8Array,
): Extract<Attempt<never>, { ok: false }> {
  const sniffed = sniffErrorPage(beginning);
  // What is JSON itself cannot be told from a message.
  const page = sniffed === 'json' && path.endsWith('.json') ? null : sniffed;
  const found = page ?? 'length';
  const what = { html: 'a web page', json: 'a JSON message', length: 'of another length' }[found];
  const message = `${url} is ${what}: expected ${expectedBytes} bytes, received ${receivedBytes}`;
  const error = new OfaError('download-wrong-content', message, { url, found, expectedBytes, receivedBytes });
  return { ok: false, error, again: page === null };
}
