import { afterEach, expect, it, vi } from 'vitest';
import { sha256Hex } from './sha256.ts';

const abc = Uint8Array.of(0x61, 0x62, 0x63).buffer;
/** FIPS 180-2, appendix B.1. */
const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

afterEach(() => vi.unstubAllGlobals());

it('is the digest of the standard', async () => {
  expect(await sha256Hex(abc)).toBe(digest);
});

it('is the same in an insecure context, which has no crypto.subtle', async () => {
  vi.stubGlobal('crypto', {});
  expect(await sha256Hex(abc)).toBe(digest);
});
