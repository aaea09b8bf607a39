/** Models that are kept: verified, taken out as files, deleted, brought back. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Download, type Page } from '@playwright/test';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { keptShards } from './browser-storage.ts';
import { expectCaptions } from './expect-captions.ts';
import { type ModelsDialog, openModels, whenGot } from './models-dialog.ts';
import { hashesOf, nanoFolders, nanoTitle, readFolder, type NanoFolders } from './nano-folders.ts';

let folders: NanoFolders;
/** Of the files of the converted folder. */
let expected: Readonly<Record<string, string>>;
let models: ModelsDialog;

test.beforeAll(async () => {
  folders = await nanoFolders();
  expected = hashesOf(await readFolder(folders.converted));
});
test.afterAll(() => folders.remove());

test.beforeEach(async ({ page }) => {
  test.setTimeout(240_000);
  models = await openModels(page);
});

async function unzipped(download: Download): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const zip = new ZipReader(new BlobReader(new Blob([await readFile(await download.path())])));
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const entry of await zip.getEntries()) {
    if (!entry.directory)
      files.set(entry.filename, await entry.getData(new Uint8ArrayWriter(), { checkSignature: true }));
  }
  return files;
}

/** Has the model of this name exported as a zip file. */
async function exportZip(page: Page): Promise<Download> {
  const download = page.waitForEvent('download');
  await models.stored(nanoTitle).getByRole('button', { name: '导出 zip' }).click();
  return download;
}

test('a model that was exported as a zip file and deleted comes back the same', async ({ page }) => {
  await models.pick('选文件夹', folders.converted);
  await expect(models.inUse).toContainText(nanoTitle, whenGot);
  const card = models.stored(nanoTitle);
  await card.getByRole('button', { name: '重新校验' }).click();
  await expect(card.getByText('完好无损')).toBeVisible();
  const shards = await keptShards(page);

  const zip = await exportZip(page);
  expect(zip.suggestedFilename()).toBe('ofa-nano.zip');
  expect(hashesOf(await unzipped(zip))).toEqual(expected);

  await card.getByRole('button', { name: '删除' }).click();
  await card.getByRole('button', { name: '留着' }).click();
  await expect(
    card.getByRole('button', { name: '删除' }),
    'nothing is deleted without being asked',
  ).toBeFocused();
  await models.delete(nanoTitle);
  await expect(card).toBeHidden();
  await expect(models.inUse).toContainText('内置', whenGot);
  const left = await keptShards(page);
  expect(left.filter((sha256) => Object.values(expected).includes(sha256))).toEqual([]);

  const path = join(folders.root, 'brought-back.zip');
  await zip.saveAs(path);
  await models.pick('选 zip 文件', path);
  await expect(models.inUse).toContainText(nanoTitle, whenGot);
  expect([...(await keptShards(page))].sort()).toEqual([...shards].sort());
  expect(hashesOf(await unzipped(await exportZip(page)))).toEqual(expected);
  await expectCaptions(page, 'WASM · int8');
});

test('a model is exported into a folder that the person picks', async ({ page }) => {
  // No test can use the system's dialog; the folder that it would give is a real one of the browser's own.
  await page.evaluate(() => {
    Object.assign(window, { showDirectoryPicker: () => navigator.storage.getDirectory() });
  });
  await models.pick('选文件夹', folders.converted);
  await expect(models.inUse).toContainText(nanoTitle, whenGot);
  await models.stored(nanoTitle).getByRole('button', { name: '导出到文件夹' }).click();
  const written = () =>
    page.evaluate(async () => {
      const hashes: [string, string][] = [];
      const add = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
        for await (const [name, handle] of folder.entries()) {
          if (handle.kind === 'directory') await add(handle, `${path}${name}/`);
          else {
            const content = await (await handle.getFile()).arrayBuffer();
            const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
            const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
            hashes.push([path + name, sha256]);
          }
        }
      };
      await add(await navigator.storage.getDirectory(), '');
      return Object.fromEntries(hashes);
    });
  const inFolder = Object.entries(expected).map(([path, sha256]) => [`ofa-nano/${path}`, sha256]);
  // While a file is being written a temporary one stands beside it, which can be gone once its content is asked for.
  await expect(async () => expect(await written()).toEqual(Object.fromEntries(inFolder))).toPass(whenGot);
});

test('what runs the model can be chosen and is kept', async ({ page }) => {
  await models.dialog.getByLabel('WASM（处理器）').check();
  await expect(models.inUse).toContainText('内置');
  await page.reload();
  await models.open();
  await expect(models.dialog.getByLabel('WASM（处理器）')).toBeChecked();
});
