import { expect, it } from 'vitest';
import { isPictureFile } from './picture-files.ts';

it.each([
  ['image/png', 'cat.png', true],
  ['image/heic', 'IMG_1', true],
  // Chromium on Windows and Linux.
  ['', 'IMG_1.HEIC', true],
  ['', 'IMG_1.heif', true],
  ['', 'IMG_1.heic.txt', false],
  ['text/plain', 'notes.heic', false],
  ['application/zip', 'model.zip', false],
])('type “%s” and name %s', (type, name, isPicture) => {
  expect(isPictureFile({ type, name })).toBe(isPicture);
});
