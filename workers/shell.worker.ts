/**
 * The service worker: keeps the page's own files, so that it opens without a network, and takes what the system's share
 * sheet hands over. The model's weights are none
 * of its business; they live in IndexedDB.
 */
import type { ShellMessage } from './protocol/shell-messages.ts';
import { createFileKeeper } from './shell/file-keeper.ts';
import { receiveShared } from './shell/share-target.ts';
import type { ShellFile } from './shell/shell-files.ts';

declare const self: ServiceWorkerGlobalScope & {
  /** Every file of the build, put here by vite-plugin-pwa. */
  readonly shellFiles: readonly ShellFile[];
};

// The web app manifest is listed a second time, by the plugin itself and without a hash.
const files = self.shellFiles.filter(({ integrity }) => integrity !== undefined);
const keeper = createFileKeeper(files, self.registration.scope);

self.addEventListener('install', (event) => event.waitUntil(keeper.install()));

async function activate(): Promise<void> {
  await keeper.clean();
  await self.clients.claim();
}

self.addEventListener('activate', (event) => event.waitUntil(activate()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const answer = receiveShared(request, self.registration.scope) ?? keeper.answer(request);
  if (answer !== null) event.respondWith(answer);
});

self.addEventListener('message', (event) => {
  const message = event.data as ShellMessage;
  if (message.type === 'keep') event.waitUntil(keeper.keep(message.urls));
  else if (message.type === 'keep-engine') event.waitUntil(keeper.keepEngine(message.backend));
  else event.waitUntil(self.skipWaiting());
});
