import type { Page } from '@playwright/test';
import { dropFiles } from './drop.ts';
import { samplePicture } from './pictures.ts';
import { Studio } from './studio.ts';

/** Opens the page and has a picture of a cat captioned. */
export async function openCaptioned(page: Page): Promise<Studio> {
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, samplePicture('cat.jpg'));
  await studio.captioned();
  return studio;
}

/** The same, with a text of the person's own on the picture. */
export async function openEdited(page: Page, text: string): Promise<Studio> {
  const studio = await openCaptioned(page);
  await studio.textField.fill(text);
  return studio;
}
