/** SHA-256 of `bytes` in lower-case hex. */
export async function sha256Hex(bytes: ArrayBuffer): Promise<string> {
  // Only secure contexts have `crypto.subtle`: a phone that opens a developer's http address has none.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) {
    const { sha256 } = await import('hash-wasm');
    return sha256(new Uint8Array(bytes));
  }
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
