/** A download from a stand-in hub that is held up half way. */
import { expect, type Page } from '@playwright/test';
import type { StandInHub } from '../../workers/testing/stand-in-hub/stand-in-hub.ts';
import { keptParts } from './browser-storage.ts';
import { ModelsDialog, whenGot } from './models-dialog.ts';

/** Checkpoints are downloaded and kept in parts of so many bytes. */
export const chunkBytes = 8 * 2 ** 20;

/** Lengths of the parts of nano's weights that are kept. Its other files, and what a fault leaves of a part, are smaller. */
export async function keptWeights(page: Page): Promise<readonly number[]> {
  return (await keptParts(page)).filter((bytes) => bytes > 2 ** 20);
}

/**
 * Begins a download of nano that falls silent in the second of three parts of its weights, and waits until the others
 * are in storage. From then on the hub answers as it should, and its log is empty.
 */
export async function getUntilStalled(page: Page, hub: StandInHub): Promise<void> {
  hub.fail('pytorch_model.bin', { kind: 'stall', at: 9_000_000 }, 99);
  const stalled = hub.stalled();
  await new ModelsDialog(page).getFromHub(hub);
  await stalled;
  await expect.poll(async () => (await keptWeights(page)).length, whenGot).toBe(2);
  hub.heal();
  hub.takeRequests();
}
