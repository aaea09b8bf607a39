/** What a person or the browser does to the site's storage, done through Chromium's debugging protocol. */
import type { CDPSession } from '@vitest/browser-playwright';
import { cdp } from 'vitest/browser';

/** Typed, because only the provider's declarations say what a session can do. */
const send: CDPSession['send'] = (method, parameters) => cdp().send(method, parameters);

/** Deletes every database of this origin, as "clear site data" does: open connections are closed. */
export async function clearSiteData(): Promise<void> {
  await send('Storage.clearDataForOrigin', { origin: location.origin, storageTypes: 'indexeddb' });
}

/** Gives this origin so much room; without `bytes`, as much as usual. */
export async function limitStorage(bytes?: number): Promise<void> {
  const limit = bytes === undefined ? {} : { quotaSize: bytes };
  await send('Storage.overrideQuotaForOrigin', { origin: location.origin, ...limit });
}
