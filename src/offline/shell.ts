/** The page's end of the service worker that lets it open without a network. */
import { createStore } from 'zustand/vanilla';
import type { Backend } from '../../workers/protocol/model-folder.ts';
import type { ShellMessage } from '../../workers/protocol/shell-messages.ts';

export interface ShellState {
  /** Everything is kept that the page opens with. */
  readonly isKept: boolean;
  /** A new version has been fetched and waits to take over. */
  readonly waiting: ServiceWorker | null;
}

export const shellStore = createStore<ShellState>(() => ({ isKept: false, waiting: null }));

function tell(worker: ServiceWorker | null, message: ShellMessage): void {
  worker?.postMessage(message, { transfer: [] });
}

/** Notices versions that wait until the person lets them take over. */
function watchUpdates(registration: ServiceWorkerRegistration): void {
  const note = (): void => {
    // With nothing active this is the first version, which takes over by itself.
    if (registration.active !== null) shellStore.setState({ waiting: registration.waiting });
  };
  note();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', note);
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

/** Lets the waiting version take over and opens the page anew with it. */
export function takeOver(): void {
  const { waiting } = shellStore.getState();
  if (waiting === null) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  tell(waiting, { type: 'take-over' });
}
