import { readFile } from 'node:fs/promises';

const everyMs = 250;

/** Bytes of memory of one process, what it shares with others counted in parts; null where the system does not tell. */
async function proportionalMemory(processId: number): Promise<number | null> {
  const rollup = await readFile(`/proc/${processId}/smaps_rollup`, 'utf8').catch(() => '');
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(rollup)?.[1];
  return kilobytes === undefined ? null : 1024 * Number(kilobytes);
}

/** The sum over processes; null where none can be read. */
export async function memoryOf(processIds: readonly number[]): Promise<number | null> {
  const all = await Promise.all(processIds.map(proportionalMemory));
  const known = all.filter((bytes) => bytes !== null);
  return known.length === 0 ? null : known.reduce((sum, bytes) => sum + bytes, 0);
}

/** Does `work`, and tells the most memory that the processes had together meanwhile, looking four times a second. */
export async function watchingMemory<Value>(
  processIds: () => Promise<readonly number[]>,
  work: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly peak: number | null }> {
  let peak: number | null = null;
  const over = new AbortController();
  const look = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const bytes = await memoryOf(await processIds());
      if (bytes !== null) peak = Math.max(peak ?? 0, bytes);
      await new Promise((resolve) => {
        setTimeout(resolve, everyMs);
      });
    }
  };
  const looking = look();
  try {
    const value = await work();
    return { value, peak };
  } finally {
    over.abort();
    await looking;
  }
}
