/** The real network with everything else under control: pauses, stalls, the state of the line. For tests. */
import type { Network } from '../weights/http.ts';
import { deferred } from './deferred.ts';

export interface TestNetwork extends Network {
  online: boolean;
  origin: string;
  /** Pauses taken between attempts, in milliseconds. They take no time. */
  readonly pauses: number[];
  /** Ends every wait for the next byte: the transfers under way have stalled. */
  runOutOfPatience(): void;
}

/** How long downloads and questions after a newer manifest wait for a byte. Every other wait is a pause. */
const stallLimits = new Set([30_000, 3_000]);

/** `origin` is the page's. */
export function testNetwork(origin: string): TestNetwork {
  let stalled = deferred();
  const pauses: number[] = [];
  return {
    online: true,
    origin,
    pauses,
    fetch: (url, init) => fetch(url, init),
    isOnline() {
      return this.online;
    },
    random: () => 0,
    sleep(signal, milliseconds) {
      signal.throwIfAborted();
      if (stallLimits.has(milliseconds)) return stalled.promise;
      pauses.push(milliseconds);
      return Promise.resolve();
    },
    runOutOfPatience() {
      stalled.resolve();
      stalled = deferred();
    },
  };
}
