import { expect, type Page } from '@playwright/test';
import { captionNext } from '../support/caption-next.ts';
import { samplePicture } from '../support/pictures.ts';
import { Studio } from '../support/studio.ts';
import { ModelsDialog, whenGot } from './models-dialog.ts';

/** Closes the dialog about models, and has the model in use, which runs at `engine`, write about a picture. */
export async function expectCaptions(page: Page, engine: string): Promise<void> {
  const studio = new Studio(page);
  await new ModelsDialog(page).close();
  await expect(page.getByText(engine, { exact: true })).toBeVisible(whenGot);
  await captionNext(studio, samplePicture('cat.jpg'));
  expect((await studio.captionTexts()).length).toBeGreaterThan(0);
}
