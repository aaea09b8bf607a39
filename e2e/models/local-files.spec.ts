/** Models from files of this machine, dropped and picked. */
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { BlobReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { dropFiles } from '../support/drop.ts';
import { dropPaths } from '../support/drop-paths.ts';
import { expectCaptions } from './expect-captions.ts';
import { type ModelsDialog, openModels, whenGot } from './models-dialog.ts';
import { nanoFolders, nanoTitle, readFolder, writeFolder, type NanoFolders } from './nano-folders.ts';

test.describe.configure({ timeout: 240_000 });

/** The lock under which a tab takes models over from files. */
const importLock = 'ofa-meme import';

type Files = Map<string, Uint8Array<ArrayBuffer>>;

let folders: NanoFolders;
let checkpoint: Files;
let converted: Files;
let models: ModelsDialog;

/** The files, in a folder, as a zip file compressed as `level` says, 0 not at all. */
async function zipOf(files: Files, level: number): Promise<Buffer> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), { level, useWebWorkers: false });
  for (const [path, content] of files) await zip.add(`model/${path}`, new BlobReader(new Blob([content])));
  return Buffer.from(await zip.close());
}

test.beforeAll(async () => {
  folders = await nanoFolders();
  checkpoint = await readFolder(folders.checkpoint);
  converted = await readFolder(folders.converted);
});
test.afterAll(() => folders.remove());

test.beforeEach(async ({ page }) => {
  models = await openModels(page);
});

test('a checkpoint folder that is dropped is converted, and captions', async ({ page }) => {
  await dropPaths(page, folders.checkpoint);
  const name = basename(folders.checkpoint);
  await expect(models.inUse).toContainText(name, whenGot);
  await expect(models.stored(name)).toContainText('int8');
  await expectCaptions(page, 'WASM · int8');
});

test('the files of a checkpoint may be dropped without their folder', async ({ page }) => {
  await dropPaths(page, ...Array.from(checkpoint.keys(), (path) => join(folders.checkpoint, path)));
  await expect(models.inUse).toContainText('这台设备的模型', whenGot);
  await expectCaptions(page, 'WASM · int8');
});

test('a converted folder that is picked is taken over once no other tab is at it, and captions', async ({
  page,
}) => {
  const otherTab = await page.evaluateHandle(
    (lock) =>
      new Promise<() => void>((held) => {
        void navigator.locks.request(lock, () => new Promise<void>(held));
      }),
    importLock,
  );
  await models.pick('选文件夹', folders.converted);
  await expect(models.dialog.getByText('另一个标签页正在存本地模型，等它存完')).toBeVisible(whenGot);
  await otherTab.evaluate((end) => end());
  await expect(models.inUse).toContainText(nanoTitle, whenGot);
  await expect(models.stored(nanoTitle)).toContainText('int8');
  await expectCaptions(page, 'WASM · int8');
});

test('a zip file of a converted folder that is dropped is taken over, and captions', async ({ page }) => {
  const zip = { name: 'nano.zip', mimeType: 'application/zip', buffer: await zipOf(converted, 6) };
  await dropFiles(page, zip);
  await expect(models.inUse).toContainText(nanoTitle, whenGot);
  await expectCaptions(page, 'WASM · int8');
});

test('a zip file of a checkpoint that is picked is converted, and captions', async ({ page }) => {
  const path = join(folders.root, 'my-checkpoint.zip');
  await writeFile(path, await zipOf(checkpoint, 0));
  await models.pick('选 zip 文件', path);
  await expect(models.inUse).toContainText('my-checkpoint', whenGot);
  await expectCaptions(page, 'WASM · int8');
});

function half(content: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return content.slice(0, content.length >> 1);
}

function withOneBitTurned(content: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return content.map((byte, index) => (index === 7 ? byte ^ 1 : byte));
}

function changed(files: Files, path: string, change: typeof half): Files {
  return new Map(files).set(path, change(files.get(path) ?? new Uint8Array()));
}

interface Refusal {
  readonly what: string;
  /** Hands the broken files to the page. */
  readonly give: () => Promise<void>;
  readonly code: string;
  readonly words: RegExp;
}

test('what is broken is refused by name, and nothing is lost', async ({ page }) => {
  /** Picks a folder with these files. */
  const pickFolder = async (name: string, files: Files): Promise<void> => {
    const folder = join(folders.root, name);
    await writeFolder(folder, files);
    await models.pick('选文件夹', folder);
  };
  const weights = 'pytorch_model.bin';
  const graph = 'int8/decoder.onnx';
  const refusals: readonly Refusal[] = [
    {
      what: 'a checkpoint without its vocabulary',
      give: () => pickFolder('a', new Map([...checkpoint].filter(([path]) => path !== 'vocab.txt'))),
      code: 'model-not-found',
      words: /这些文件里没有 vocab\.txt.*检查点文件夹里要有/u,
    },
    {
      what: 'a checkpoint whose weights are cut',
      give: () => pickFolder('b', changed(checkpoint, weights, half)),
      code: 'checkpoint-damaged',
      words: /pytorch_model\.bin 损坏了，或者不完整/u,
    },
    {
      what: 'a folder of pictures',
      give: () => pickFolder('c', new Map([['cat.jpg', new Uint8Array(9)]])),
      code: 'model-not-found',
      words: /没有 pytorch_model\.bin/u,
    },
    {
      what: 'a converted folder with a wrong bit',
      give: () => pickFolder('d', changed(converted, graph, withOneBitTurned)),
      code: 'model-file-corrupt',
      words: /int8\/decoder\.onnx 的校验和不对.*换一份完整的/u,
    },
    {
      what: 'a zip file that is cut',
      give: async () => {
        const buffer = Buffer.from(half(new Uint8Array(await zipOf(converted, 0))));
        await dropFiles(page, { name: 'cut.zip', mimeType: 'application/zip', buffer });
      },
      code: 'checkpoint-damaged',
      words: /cut\.zip 损坏了，或者不完整/u,
    },
  ];
  const builtIn = models.stored('内置');
  for (const { what, give, code, words } of refusals) {
    await give();
    await expect(models.failure, what).toHaveAttribute('data-error-code', code, whenGot);
    await expect(models.failure, what).toContainText(words);
    await models.cancel();
    await expect(models.inUse).toContainText('内置');
  }
  await expect(models.dialog.getByText('没有下载完的', { exact: true })).toBeHidden();
  await builtIn.getByRole('button', { name: '重新校验' }).click();
  await expect(builtIn.getByText('完好无损')).toBeVisible(whenGot);
  await expectCaptions(page, 'WASM · int8-weights');
});
