import { reporting } from '../studio/studio-store.ts';
import type { Studio } from '../studio/studio.ts';
import { takeSharedPictures } from './shared-picture.ts';

/** Puts files on the stage: one in the place of a lone picture, several side by side with those that are there. */
export function openFiles({ intake, strip }: Pick<Studio, 'intake' | 'strip'>, files: readonly File[]): void {
  const [first] = files;
  if (files.length === 1) void intake.open(first, first.name);
  else if (files.length > 1) void strip.add(files);
}

/** Opens what the system's share sheet handed over. A failure becomes the studio's problem. */
export function openShared(studio: Pick<Studio, 'store' | 'intake' | 'strip'>): Promise<void> {
  return reporting(studio.store, async () => openFiles(studio, await takeSharedPictures()));
}
