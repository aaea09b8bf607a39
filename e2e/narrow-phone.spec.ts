import { expect, test } from '@playwright/test';
import { cutTexts } from './support/cut-texts.ts';
import { dropFiles } from './support/drop.ts';
import { movingGif, samplePicture } from './support/pictures.ts';
import { en } from '../src/i18n/en.ts';
import { zhCn } from '../src/i18n/zh-cn.ts';

const languages = [
  { locale: 'zh-CN', words: zhCn, models: '选择和管理模型', keeping: '收藏和历史', save: /^保存 GIF/u },
  {
    locale: 'en-GB',
    words: en,
    models: 'Choose and manage models',
    keeping: 'Favourites and history',
    save: /^Save GIF/u,
  },
] as const;

for (const { locale, words, models, keeping, save } of languages) {
  test.describe(locale, () => {
    test.use({ locale, viewport: { width: 320, height: 640 }, hasTouch: true });

    test('every word can be read on a phone of 320 pixels', async ({ page }) => {
      const expectWhole = async (state: string): Promise<void> =>
        expect.poll(() => cutTexts(page), state).toEqual([]);
      const dialog = page.getByRole('dialog');
      await page.goto('./');
      await expect(page.getByText(/WASM|WebGPU/u).first()).toBeAttached();
      await expectWhole('the welcome');

      await dropFiles(page, samplePicture('cat.jpg'), await movingGif());
      const strip = page.getByRole('listbox', { name: words.strip.pictures(2) }).getByRole('option');
      for (const [at, name] of ['cat', 'shiba'].entries())
        await expect(strip.nth(at)).toHaveAccessibleName(words.strip.picture(name, words.strip.states.done));
      for (const summary of [words.wishes.heading, words.text.more])
        await page.locator('summary', { hasText: summary }).click();
      await page.getByRole('button', { name: words.exports.options }).click();
      await page.getByRole('button', { name: words.captions.another }).click();
      await expect(page.getByText(words.captions.batch(2, 2))).toBeAttached();
      await expectWhole('two pictures, with everything open');

      for (const [button, content] of [
        [models, dialog.getByRole('heading', { name: /OFA.*large/u }).first()],
        [keeping, dialog.getByRole('button').nth(1)],
        [words.intake.link, dialog.getByRole('textbox')],
      ] as const) {
        await page.getByRole('button', { name: button }).click();
        await expect(content).toBeVisible();
        await expectWhole(button);
        await dialog.getByRole('button', { name: words.app.close }).click();
        await expect(dialog).toBeHidden();
      }

      await strip.last().click();
      await page.getByRole('button', { name: words.exports.download('GIF') }).click();
      await expect(dialog.getByRole('button', { name: save })).toBeVisible();
      await expectWhole('a GIF that was written');
      await dialog.getByRole('button', { name: words.app.close }).click();

      await page.getByRole('button', { name: words.strip.remove }).click();
      await expect(page.getByRole('button', { name: words.strip.restore })).toBeVisible();
      await expectWhole('a picture that was taken away');
    });
  });
}
