/** Stand-in hubs as tests in the browser see them (`hub-control.ts`). */
import { inject } from 'vitest';
import type { HubCommands } from './hub-control.ts';

/** The commands, each sent to the server that vitest has started. */
export const hubs = new Proxy({} as HubCommands, {
  get:
    (_, command) =>
    async (...parameters: readonly unknown[]) => {
      // As plain text it needs no leave of the server's.
      const body = JSON.stringify({ command, parameters });
      const response = await fetch(inject('hubControl'), { method: 'POST', body });
      const { result, error } = (await response.json()) as { result?: unknown; error?: string };
      if (error !== undefined) throw new Error(error);
      return result;
    },
});
