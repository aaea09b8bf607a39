/** The page's end of the service worker that lets it open without a network. */
import { createStore } from 'zustand/vanilla';
import type { Backend } from '../../workers/protocol/model-folder.ts';
import type { ShellMessage } from '../../workers/protocol/shell-messages.ts';

export interface ShellState {
  /** Everything is kept that the page opens with. */
  readonly isKept: boolean;
  /** Of a version newer than this page's: it waits to take over, or has done so at the wish of another tab. */
  readonly next: ServiceWorker | null;
}

export const shellStore = createStore<ShellState>(() => ({ isKept: false, next: null }));

function tell(worker: ServiceWorker | null, message: ShellMessage): void {
  worker?.postMessage(message, { transfer: [] });
}

/** Notices versions that wait until the person lets them take over. */
function watchUpdates(registration: ServiceWorkerRegistration): void {
  const note = (): void => {
    // With nothing active this is the first version, which takes over by itself.
    if (registration.active !== null && registration.waiting !== null)
      shellStore.setState({ next: registration.waiting });
  };
  const watchInstalling = (): void => registration.installing?.addEventListener('statechange', note);
  note();
  // The browser may have found it before the page got here.
  watchInstalling();
  registration.addEventListener('updatefound', watchInstalling);
}

/** Notices a version that took over at the wish of another tab, while this page is still of the one before. */
function watchTakeOver(): void {
  const { serviceWorker } = navigator;
  let own = serviceWorker.controller;
  serviceWorker.addEventListener('controllerchange', () => {
    // The first one takes charge of a page of its own version.
    if (own !== null) shellStore.setState({ next: serviceWorker.controller });
    own ??= serviceWorker.controller;
  });
}

/** On the first visit files are fetched before the worker sees their requests: it is told of each that came. */
function keepWhatIsFetched(worker: ServiceWorker | null): void {
  const observer = new PerformanceObserver((list) => {
    tell(worker, { type: 'keep', urls: list.getEntries().map(({ name }) => name) });
  });
  observer.observe({ type: 'resource', buffered: true });
}

/**
 * Registers the service worker and has it keep what the page has used so far. Does nothing where there is none (no
 * secure context) or where it may not be used.
 */
export async function keepPage(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const wasControlled = navigator.serviceWorker.controller !== null;
  watchTakeOver();
  try {
    watchUpdates(await navigator.serviceWorker.register(new URL('shell.worker.js', document.baseURI)));
  } catch {
    // Storage denied: the page works, online.
    return;
  }
  const { active } = await navigator.serviceWorker.ready;
  if (!wasControlled) keepWhatIsFetched(active);
  shellStore.setState({ isKept: true });
}

/** Has the service worker keep the engine, which the caption worker may have fetched before it was there. */
export async function keepEngine(backend: Backend): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { active } = await navigator.serviceWorker.ready;
  tell(active, { type: 'keep-engine', backend });
}

/** Lets the newer version take over, unless it has, and opens the page anew with it. */
export function takeOver(): void {
  const { next } = shellStore.getState();
  if (next === null) return;
  if (next === navigator.serviceWorker.controller) {
    location.reload();
    return;
  }
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  tell(next, { type: 'take-over' });
}
