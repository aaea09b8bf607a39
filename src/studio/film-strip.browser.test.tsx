import { BlobReader, ZipReader } from '@zip.js/zip.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { OfaError } from '../../workers/protocol/errors.ts';
import { hypotheses, loadedModel, type ScriptedClient } from '../testing/scripted-client.ts';
import { dropOnPage, openPage, type OpenPage, plainPicture } from '../testing/open-page.tsx';
import '../ui/theme.css';

let opened: OpenPage;

beforeEach(async () => {
  await page.viewport(1200, 900);
  opened = openPage();
  await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
});

afterEach(() => opened.close());

const strip = page.getByRole('listbox', { name: /张图片$/u });
const pictures = strip.getByRole('option');
const picture = (label: string) => strip.getByRole('option', { name: label });
const names = (): readonly string[] => opened.studio.store.getState().pictures.map(({ image }) => image.name);
const calls = (count: number): Promise<void> =>
  vi.waitFor(() => expect(opened.client.captions).toHaveLength(count));

const widths = (): readonly number[] =>
  opened.studio.store.getState().pictures.map(({ image }) => image.preview.width);

/** What a click on a download link would have saved. */
function watchSaves(): { name: string; blob: Promise<Blob> }[] {
  const saved: { name: string; blob: Promise<Blob> }[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    saved.push({ name: this.download, blob: fetch(this.href).then((response) => response.blob()) });
  });
  return saved;
}

/** The model writes its first word of a picture. */
function decode(call: ScriptedClient['captions'][number]): void {
  call.emit({ phase: 'decode', step: 1, maxSteps: 9, hypotheses: hypotheses(['喵'], false) });
}

/** Three pictures; the first is being captioned. */
async function dropThree(): Promise<void> {
  dropOnPage(
    await plainPicture('红.png', 'rgb(200 0 0)'),
    await plainPicture('绿.png', 'rgb(0 128 0)'),
    await plainPicture('蓝.png', 'rgb(0 0 200)'),
  );
  await expect.element(pictures).toHaveLength(3);
  await calls(1);
}

describe('several pictures', () => {
  it('stand in a strip and are captioned one after another, each with its state', async () => {
    await dropThree();
    await expect.element(picture('红，正在写')).toHaveAttribute('aria-selected', 'true');
    await expect.element(picture('绿，排队中')).toBeVisible();
    opened.client.captions[0].resolve(['红红火火']);
    await expect.element(picture('红，写好了')).toBeVisible();
    await calls(2);
    opened.client.captions[1].reject(new OfaError('no-hypothesis', 'none has ended'));
    await expect.element(picture('绿，没写成')).toBeVisible();
    await calls(3);
    opened.client.captions[2].resolve(['蓝瘦香菇']);
    await expect.element(picture('蓝，写好了')).toBeVisible();

    await userEvent.click(picture('绿，没写成'));
    await userEvent.click(page.getByRole('alert').getByRole('button', { name: '再试一次' }));
    await calls(4);
    opened.client.captions[3].resolve(['绿油油']);
    await expect.element(page.getByRole('figure', { name: '图上写着：绿油油' })).toBeVisible();
  });

  it('are captioned before their turn when they are put on the stage', async () => {
    await dropThree();
    await userEvent.click(picture('蓝，排队中'));
    await expect.element(page.getByText('排着队，前面的写完就轮到它')).toBeVisible();
    opened.client.captions[0].resolve(['红红火火']);
    await expect.element(picture('蓝，正在写')).toBeVisible();
    await expect.element(picture('绿，排队中')).toBeVisible();
  });

  it('are stopped one by one; the next has its turn', async () => {
    await dropThree();
    await userEvent.click(page.getByRole('button', { name: '停', exact: true }));
    await expect.element(picture('红，停下了')).toBeVisible();
    await expect.element(picture('绿，正在写')).toBeVisible();
  });

  it('are walked through with the arrow keys, edits and all', async () => {
    await dropThree();
    await userEvent.fill(page.getByRole('textbox', { name: '图上的字' }), '我写的');
    await userEvent.click(picture('红，正在写'));
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(picture('绿，排队中')).toHaveAttribute('aria-selected', 'true');
    await expect.element(picture('绿，排队中')).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.element(page.getByRole('figure', { name: '图上写着：我写的' })).toBeVisible();
  });

  it('are put in another order', async () => {
    await dropThree();
    await userEvent.click(page.getByRole('button', { name: '往后挪' }));
    expect(names()).toEqual(['绿', '红', '蓝']);
    await userEvent.click(page.getByRole('button', { name: '往前挪' }));
    expect(names()).toEqual(['红', '绿', '蓝']);
    await expect.element(page.getByRole('button', { name: '往前挪' })).toBeDisabled();
  });

  it('are taken away and brought back with all that was made of them', async () => {
    await dropThree();
    await userEvent.fill(page.getByRole('textbox', { name: '图上的字' }), '别丢我');
    await userEvent.click(page.getByRole('button', { name: '拿掉这张' }));
    expect(opened.client.captions[0].signal.aborted).toBe(true);
    expect(names()).toEqual(['绿', '蓝']);
    await expect.element(picture('绿，正在写')).toHaveAttribute('aria-selected', 'true');
    await userEvent.click(page.getByRole('button', { name: '放回来' }));
    expect(names()).toEqual(['红', '绿', '蓝']);
    await expect.element(page.getByRole('figure', { name: '图上写着：别丢我' })).toBeVisible();
    await expect.element(picture('红，排队中')).toBeVisible();
  });

  it('are joined by one that is dropped later', async () => {
    await dropThree();
    dropOnPage(await plainPicture('黄.png', 'rgb(200 200 0)'));
    await expect.element(pictures).toHaveLength(4);
    await expect.element(picture('黄，排队中')).toHaveAttribute('aria-selected', 'true');
  });

  it('are what a further one is added to, which its button says', async () => {
    dropOnPage(await plainPicture('红.png', 'rgb(200 0 0)'));
    await expect.element(page.getByRole('button', { name: '换一张图' })).toBeVisible();
    dropOnPage(await plainPicture('绿.png', 'rgb(0 128 0)'), await plainPicture('蓝.png', 'rgb(0 0 200)'));
    await expect.element(pictures).toHaveLength(3);
    await expect.element(page.getByRole('button', { name: '再加一张图' })).toBeVisible();
  });

  it('come in although one of them is no picture, which is said', async () => {
    dropOnPage(
      await plainPicture('红.png', 'rgb(200 0 0)'),
      new File(['没有图'], '坏.png', { type: 'image/png' }),
      await plainPicture('蓝.png', 'rgb(0 0 200)'),
    );
    await expect.element(pictures).toHaveLength(2);
    await expect.element(page.getByRole('alert')).toHaveTextContent('坏.png');
  });

  it('keep one large preview only, that of the picture on the stage', async () => {
    await dropThree();
    await vi.waitFor(() => expect(widths()).toEqual([400, 192, 192]));
    await userEvent.click(picture('蓝，排队中'));
    await vi.waitFor(() => expect(widths()).toEqual([192, 192, 400]));
  });
});

describe('the next picture', () => {
  it('is with the worker while the one before is decoded, and waits until the worker begins with it', async () => {
    await dropThree();
    decode(opened.client.captions[0]);
    await calls(2);
    await expect.element(picture('绿，排队中')).toBeVisible();
    opened.client.captions[0].resolve(['红红火火']);
    await expect.element(picture('红，写好了')).toBeVisible();
    opened.client.captions[1].emit({ phase: 'encode' });
    await expect.element(picture('绿，正在写')).toBeVisible();
    decode(opened.client.captions[1]);
    await calls(3);
    opened.client.captions[1].resolve(['绿油油']);
    opened.client.captions[2].resolve(['蓝瘦香菇']);
    await expect.element(picture('蓝，写好了')).toBeVisible();
    expect(opened.client.captions).toHaveLength(3);
  });

  it('is another one once that is put on the stage', async () => {
    await dropThree();
    decode(opened.client.captions[0]);
    await calls(2);
    await userEvent.click(picture('蓝，排队中'));
    decode(opened.client.captions[0]);
    await calls(3);
    expect(opened.client.captions[1].signal.aborted).toBe(true);
    opened.client.captions[0].resolve(['红红火火']);
    opened.client.captions[2].resolve(['蓝瘦香菇']);
    await expect.element(picture('蓝，写好了')).toBeVisible();
    await calls(4);
    opened.client.captions[3].resolve(['绿油油']);
    await expect.element(picture('绿，写好了')).toBeVisible();
  });

  it('goes on waiting when the worker dies of the one before', async () => {
    await dropThree();
    decode(opened.client.captions[0]);
    await calls(2);
    const death = new OfaError('worker-crashed', 'gone');
    opened.client.captions[0].reject(death);
    opened.client.captions[1].reject(death);
    await vi.waitFor(() => expect(opened.client.models).toHaveLength(2));
    await expect.element(picture('红，排队中')).toBeVisible();
    await expect.element(picture('绿，排队中')).toBeVisible();
    opened.client.models[1].resolve(loadedModel);
    await calls(3);
    await expect.element(picture('红，正在写')).toBeVisible();
  });
});

describe('all memes at once', () => {
  afterEach(() => vi.restoreAllMocks());

  it('are downloaded as a zip of PNGs with names of their own', async () => {
    await dropThree();
    dropOnPage(await plainPicture('红.png', 'rgb(200 200 0)'));
    await expect.element(pictures).toHaveLength(4);
    const saved = watchSaves();
    await userEvent.click(page.getByRole('button', { name: '全部下载' }));
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0].name).toBe('memes.zip');
    const entries = await new ZipReader(new BlobReader(await saved[0].blob)).getEntries();
    expect(entries.map(({ filename }) => filename)).toEqual([
      '红-meme.png',
      '绿-meme.png',
      '蓝-meme.png',
      '红-meme 2.png',
    ]);
    expect(entries.every(({ uncompressedSize }) => uncompressedSize > 100)).toBe(true);
  });

  it('are not downloaded once the packing is stopped', async () => {
    await dropThree();
    const saved = watchSaves();
    void opened.studio.zip.download();
    opened.studio.zip.cancel();
    await vi.waitFor(() => expect(opened.studio.zip.store.getState().status).toBe('none'));
    expect(saved).toEqual([]);
    expect(opened.studio.store.getState().problem).toBeNull();
  });
});
