import type { AcquireEvent } from '../protocol/convert-service.ts';
import { runExclusively } from '../weights/exclusive.ts';
import type { ModelsPlatform } from './models-platform.ts';

/** All names of locks under which models are got begin so. */
const prefix = 'ofa-meme ';

/** The lock under which a hub's model is got. */
export function checkpointLock(reference: string): string {
  return `${prefix}checkpoint ${reference}`;
}

export const importLock = `${prefix}import`;

/** Names of the locks that are held now, by this tab or another; none where Web Locks are denied. */
export async function workInProgress({ locks }: ModelsPlatform): Promise<readonly string[]> {
  const { held = [] } = (await locks?.query().catch(() => undefined)) ?? {};
  return held.flatMap(({ name }) => (name?.startsWith(prefix) === true ? [name] : []));
}

/** `runExclusively`, with the phase `wait` where another tab is at it. */
export function inTurn<Value>(
  signal: AbortSignal,
  platform: ModelsPlatform,
  lock: string,
  onEvent: (event: AcquireEvent) => void,
  work: () => Promise<Value>,
): Promise<Value> {
  return runExclusively(signal, platform.locks, lock, () => onEvent({ phase: 'wait' }), work);
}
