/**
 * What the page and its workers may do, as HTTP headers. The build writes the policy into the page too, and lists all
 * of them in `_headers` for hosts that read that file; the service worker adds those that a host did not send.
 */

/** SHA-256 of the style sheets that react-aria writes into the page: for a press, and under dialogs on iOS. */
const reactAriaStyles = [
  "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  "'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='",
];

/**
 * Nothing but the page's own files runs or paints; only a web worker compiles, and only WebAssembly. Connections are
 * wider, since a person may name any address of a picture or of a model folder: any host by HTTPS, and the device
 * itself.
 */
const directives: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'style-src': ["'self'", ...reactAriaStyles],
  'img-src': ["'self'", 'blob:', 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'", 'blob:', 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  // `default` checks what libraries ask for (workers/protocol/trusted-scripts.ts).
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ['default'],
};

/** The policy as a page can carry it in a `meta` element. */
export const pagePolicy = Object.entries(directives)
  .map(([name, sources]) => `${name} ${sources.join(' ')}`)
  .join('; ');

/** Cross-origin isolation: without these two headers WebAssembly runs on one thread. */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** What every file of the page should come with. */
export const securityHeaders: Readonly<Record<string, string>> = {
  ...isolationHeaders,
  'Cross-Origin-Resource-Policy': 'same-origin',
  // A `meta` element cannot say who may frame the page.
  'Content-Security-Policy': `${pagePolicy}; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
