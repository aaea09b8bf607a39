import { expect } from '@playwright/test';
import { dropFiles } from './drop.ts';
import type { DroppedFile } from './pictures.ts';
import type { Studio } from './studio.ts';

const leftOver = '上一张图的字';

/** Drops a picture and waits for its own captions: those of a picture that is there already do not count. */
export async function captionNext(studio: Studio, picture: DroppedFile): Promise<void> {
  const isFirst = !(await studio.textField.isVisible());
  if (!isFirst) await studio.textField.fill(leftOver);
  await dropFiles(studio.page, picture);
  if (!isFirst) await expect(studio.textField).not.toHaveValue(leftOver);
  await studio.captioned();
}
