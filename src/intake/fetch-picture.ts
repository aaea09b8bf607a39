import { OfaError } from '../../workers/protocol/errors.ts';

/** A single word is no host, but for this device. */
function isOnTheWeb({ protocol, hostname }: URL): boolean {
  return /^https?:$/u.test(protocol) && /[.:]|^localhost$/u.test(hostname);
}

/** The address that a person typed; `https://` may be left out. @throws OfaError `link-invalid` */
export function parseAddress(typed: string): URL {
  const text = typed.trim();
  const href = /^[a-z][a-z0-9+.-]*:/iu.test(text) ? text : `https://${text}`;
  const address = URL.canParse(href) ? new URL(href) : null;
  if (address === null || !isOnTheWeb(address)) {
    throw new OfaError('link-invalid', `${text} is no address of the web`);
  }
  return address;
}

/** The last part of the address, for messages and for the download's name. */
export function fileNameOf({ pathname, hostname }: URL): string {
  const last = pathname.split('/').findLast((part) => part !== '');
  try {
    return decodeURIComponent(last ?? hostname);
  } catch {
    return last ?? hostname;
  }
}

async function ask(signal: AbortSignal, address: URL): Promise<Response> {
  try {
    return await fetch(address, {
      signal,
      mode: 'cors',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
  } catch (error) {
    signal.throwIfAborted();
    // The browser does not say whether a site refuses or is not there.
    throw navigator.onLine
      ? new OfaError('link-blocked', `${address.href} cannot be read`, { host: address.host }, error)
      : new OfaError('link-offline', 'There is no network', {}, error);
  }
}

/**
 * Fetches a picture from another site, which learns neither who asks nor from which page.
 *
 * @throws OfaError `link-offline`, `link-blocked` (no CORS, or out of reach), `link-not-found` or `link-no-picture`;
 *   `signal.reason`
 */
export async function fetchPicture(signal: AbortSignal, address: URL): Promise<Blob> {
  const response = await ask(signal, address);
  if (!response.ok) {
    throw new OfaError('link-not-found', `${address.href}: HTTP ${response.status}`, {
      status: response.status,
    });
  }
  if (/^text\/html\b/iu.test(response.headers.get('content-type') ?? '')) {
    throw new OfaError('link-no-picture', `${address.href} is a page`);
  }
  try {
    return await response.blob();
  } catch (error) {
    signal.throwIfAborted();
    throw new OfaError('link-blocked', `${address.href} broke off`, { host: address.host }, error);
  }
}
