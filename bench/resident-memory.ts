import { readFile } from 'node:fs/promises';

/**
 * Peak resident memory of a running process in bytes; null where the system has no `/proc`. (What `getrusage` tells on
 * Linux includes the parent's memory at the time of the fork.)
 */
export async function peakResidentMemory(processId: number): Promise<number | null> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return kilobytes === undefined ? null : 1024 * Number(kilobytes);
}
