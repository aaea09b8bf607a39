import { setTimeout as sleep } from 'node:timers/promises';
import type { Network } from '../weights/http.ts';

/** The network of this machine. There is no page here, and nothing keeps one site from reading another. */
export const nodeNetwork: Network = {
  fetch: (url, init) => fetch(url, init),
  isOnline: () => true,
  origin: undefined,
  random: () => Math.random(),
  async sleep(signal, milliseconds) {
    try {
      await sleep(milliseconds, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
};
