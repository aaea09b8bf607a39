/** Addresses that are valid for a while, as hubs redirect to them. */
import { createHmac, randomBytes } from 'node:crypto';

export interface Signer {
  /** `path` with a signature that expires after the signer's lifetime; `expired` makes one that has expired already. */
  sign(path: string, expired: boolean): string;
  /** True while the signature of this address is right and has not expired. */
  isValid(url: URL): boolean;
}

/** `now` is a clock in milliseconds, as is the lifetime. */
export function urlSigner(lifetimeMs: number, now: () => number): Signer {
  const secret = randomBytes(16);
  const signatureOf = (path: string, expires: string) =>
    createHmac('sha256', secret).update(`${path} ${expires}`).digest('hex').slice(0, 32);
  return {
    sign(path, expired) {
      const expires = String(expired ? now() - 1 : now() + lifetimeMs);
      return `${path}?auth_key=${expires}-${signatureOf(path, expires)}`;
    },
    isValid(url) {
      const [expires = '', signature] = (url.searchParams.get('auth_key') ?? '').split('-');
      return signature === signatureOf(url.pathname, expires) && Number(expires) >= now();
    },
  };
}
