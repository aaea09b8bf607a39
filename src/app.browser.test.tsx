import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { OfaError } from '../workers/protocol/errors.ts';
import { App } from './app.tsx';
import { chooseLanguage } from './i18n/language.ts';
import { createModelLoader } from './models/model-loader.ts';
import { createAnimationClient, startAnimationWorker } from './studio/animation-client.ts';
import { defaultOptions } from './studio/export-options.ts';
import { exportPicture } from './studio/export-picture.ts';
import { createStudio, type Studio } from './studio/studio.ts';
import {
  createScriptedClient,
  hypotheses,
  loadedModel,
  type ScriptedClient,
} from './testing/scripted-client.ts';
import './ui/theme.css';

const texts = ['咖啡凉了，心也凉了', '咖啡因支撑的一天', '续命中，勿扰'];

let client: ScriptedClient;
let studio: Studio;
let root: Root;

/** The page as on a first visit, its model being loaded. */
beforeEach(async () => {
  await page.viewport(1200, 900);
  chooseLanguage('zh-CN');
  client = createScriptedClient();
  studio = createStudio(
    client,
    createModelLoader(client, 'http://localhost/model/'),
    createAnimationClient(startAnimationWorker),
  );
  const container = document.createElement('div');
  document.body.append(container);
  root = createRoot(container);
  root.render(<App studio={studio} />);
  void studio.model.load();
  await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
});

afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

async function drop(file: File): Promise<void> {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(file);
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  await vi.waitFor(() => expect(studio.store.getState().opening).toBeNull());
}

async function greenPicture(width = 400, height = 300): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = 'rgb(0 128 0)';
  context.fillRect(0, 0, width, height);
  return new File([await canvas.convertToBlob()], 'meadow.png', { type: 'image/png' });
}

/** A picture on the stage whose captions are written. */
async function captioned(): Promise<void> {
  client.models[0].resolve(loadedModel);
  await drop(await greenPicture());
  await vi.waitFor(() => expect(client.captions).toHaveLength(1));
  client.captions[0].resolve(texts);
  await expect.element(page.getByRole('option').first()).toBeVisible();
}

const stage = (text: string) => page.getByRole('figure', { name: `图上写着：${text}` });
const stageCanvas = () => page.getByRole('figure').element().querySelector('canvas') as HTMLCanvasElement;
const textArea = page.getByRole('textbox', { name: '图上的字' });

describe('a picture', () => {
  it('waits for the model, shows live captions while they grow, and keeps the best', async () => {
    await drop(await greenPicture());
    await expect.element(page.getByText('图收好了，模型就绪就开写')).toBeVisible();
    expect(client.captions).toHaveLength(0);
    expect(client.expected, 'the worker knows that a picture waits').toBe(1);

    client.models[0].resolve(loadedModel);
    await vi.waitFor(() => expect(client.captions).toHaveLength(1));
    client.captions[0].emit({
      phase: 'decode',
      step: 3,
      maxSteps: 16,
      hypotheses: hypotheses(['咖啡凉', '续命'], false),
    });
    await expect.element(stage('咖啡凉')).toBeVisible();
    await expect.element(page.getByText('正在写，第 3 步，最多 16 步')).toBeVisible();
    await expect.element(page.getByRole('option')).toHaveLength(2);

    client.captions[0].resolve(texts);
    await expect.element(stage(texts[0])).toBeVisible();
    expect(client.expected).toBe(1);
    await expect.element(page.getByText('WASM · int8 · 0.3 秒')).toBeVisible();
    await expect.element(page.getByRole('status')).toHaveTextContent(`写好了 3 条，图上是：${texts[0]}`);
  });

  it('that replaces another stops its captions', async () => {
    client.models[0].resolve(loadedModel);
    await drop(await greenPicture());
    await vi.waitFor(() => expect(client.captions).toHaveLength(1));
    await drop(await greenPicture(200, 200));
    await vi.waitFor(() => expect(client.captions).toHaveLength(2));
    expect(client.captions[0].signal.aborted).toBe(true);
    expect(studio.store.getState().pictures).toHaveLength(1);
  });

  it.each([
    [20_000, 1],
    [1, 20_000],
  ])('of %d × %d pixels, which the screen has no room for, gets its captions', async (width, height) => {
    client.models[0].resolve(loadedModel);
    await drop(await greenPicture(width, height));
    await vi.waitFor(() => expect(client.captions).toHaveLength(1));
    client.captions[0].resolve(texts);
    await expect.element(textArea).toHaveValue(texts[0]);
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  });

  it('that cannot be opened leaves the one before and its text alone', async () => {
    await captioned();
    await userEvent.fill(textArea, '我自己写的');
    await drop(new File(['不是图片'], 'notes.txt', { type: 'text/plain' }));
    const alert = page.getByRole('alert');
    await expect.element(alert).toHaveTextContent('notes.txt 不是能打开的图片');
    await expect.element(stage('我自己写的')).toBeVisible();
    await userEvent.click(alert.getByRole('button', { name: '知道了' }));
    await expect.element(alert).not.toBeInTheDocument();
  });
});

describe('captions', () => {
  it('are tried on the picture with the arrow keys', async () => {
    await captioned();
    await userEvent.click(page.getByRole('option', { name: texts[0] }));
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(stage(texts[1])).toBeVisible();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(stage(texts[2])).toBeVisible();
    await expect.element(textArea).toHaveValue(texts[2]);
    await expect
      .element(page.getByRole('option', { name: texts[2] }))
      .toHaveAttribute('aria-selected', 'true');
  });

  it('say how sure the model is, in words and by the length of a bar', async () => {
    await captioned();
    const first = page.getByRole('option').first();
    await expect.element(first).toHaveAccessibleDescription('把握 74%');
    const scale = first.element().querySelector('span[aria-hidden]:has(> span)') as HTMLElement;
    const { right } = (scale.firstElementChild as HTMLElement).getBoundingClientRect();
    const { left, width } = scale.getBoundingClientRect();
    expect((right - left) / width).toBeCloseTo(0.74, 1);
  });

  it('do not replace what the person has written meanwhile', async () => {
    client.models[0].resolve(loadedModel);
    await drop(await greenPicture());
    await vi.waitFor(() => expect(client.captions).toHaveLength(1));
    await userEvent.fill(textArea, '我自己写的');
    client.captions[0].resolve(texts);
    await expect.element(page.getByRole('option')).toHaveLength(3);
    await expect.element(stage('我自己写的')).toBeVisible();
  });

  it('do not replace the person’s text when Tab reaches the list, only when one is chosen', async () => {
    await captioned();
    await userEvent.fill(textArea, '我自己写的');
    await userEvent.tab({ shift: true });
    while (document.activeElement?.getAttribute('role') !== 'option') await userEvent.tab({ shift: true });
    await expect.element(stage('我自己写的')).toBeVisible();
    const reached = texts.find((text) => document.activeElement?.textContent.startsWith(text)) ?? '';
    await userEvent.keyboard('{Enter}');
    await expect.element(stage(reached)).toBeVisible();
  });

  it('are stopped on request; the best so far stays, and they can be written again', async () => {
    client.models[0].resolve(loadedModel);
    await drop(await greenPicture());
    await vi.waitFor(() => expect(client.captions).toHaveLength(1));
    client.captions[0].emit({
      phase: 'decode',
      step: 2,
      maxSteps: 16,
      hypotheses: hypotheses(['咖啡'], false),
    });
    await userEvent.click(page.getByRole('button', { name: '停', exact: true }));
    expect(client.captions[0].signal.aborted).toBe(true);
    await expect.element(stage('咖啡')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: '重新写' }));
    await vi.waitFor(() => expect(client.captions).toHaveLength(2));
    client.captions[1].resolve(texts);
    await expect.element(stage(texts[0])).toBeVisible();
  });

  it('that fail with the worker are written again by a model loaded anew, which the page says', async () => {
    client.models[0].resolve(loadedModel);
    await drop(await greenPicture());
    await vi.waitFor(() => expect(client.captions).toHaveLength(1));
    client.captions[0].reject(new OfaError('worker-crashed', 'gone'));
    await expect.element(page.getByRole('alert')).toHaveTextContent('已经重新启动');
    await vi.waitFor(() => expect(client.models).toHaveLength(2));
    client.models[1].resolve(loadedModel);
    await vi.waitFor(() => expect(client.captions).toHaveLength(2));
    client.captions[1].resolve(texts);
    await expect.element(stage(texts[0])).toBeVisible();
  });

  it('go on by themselves on the processor when the graphics card is lost', async () => {
    client.models[0].resolve({ ...loadedModel, backend: 'webgpu' });
    await drop(await greenPicture());
    await vi.waitFor(() => expect(client.captions).toHaveLength(1));
    client.captions[0].reject(new OfaError('backend-lost', 'unplugged'));
    await expect.element(page.getByRole('alert')).toHaveTextContent('显卡运行模型时出了问题');
    await vi.waitFor(() => expect(client.models).toHaveLength(2));
    expect(client.models[1].request.failed).toEqual([
      { backend: 'webgpu', code: 'backend-lost', reason: 'unplugged' },
    ]);
    client.models[1].resolve(loadedModel);
    await vi.waitFor(() => expect(client.captions).toHaveLength(2));
    client.captions[1].resolve(texts);
    await expect.element(stage(texts[0])).toBeVisible();
  });

  it('that fail a second time leave the next try to the person', async () => {
    client.models[0].resolve(loadedModel);
    await drop(await greenPicture());
    await vi.waitFor(() => expect(client.captions).toHaveLength(1));
    client.captions[0].reject(new OfaError('out-of-memory', 'bad_alloc'));
    await vi.waitFor(() => expect(client.models).toHaveLength(2));
    client.models[1].resolve(loadedModel);
    await vi.waitFor(() => expect(client.captions).toHaveLength(2));
    client.captions[1].reject(new OfaError('out-of-memory', 'bad_alloc'));
    await userEvent.click(page.getByRole('button', { name: '再试一次' }));
    await vi.waitFor(() => expect(client.models).toHaveLength(3));
    client.models[2].resolve(loadedModel);
    await vi.waitFor(() => expect(client.captions).toHaveLength(3));
    client.captions[2].resolve(texts);
    await expect.element(stage(texts[0])).toBeVisible();
  });
});

describe('another batch', () => {
  const another = page.getByRole('button', { name: '换一批' });

  it('is drawn without what was shown before, grows live, and its best goes on the picture', async () => {
    await captioned();
    await userEvent.click(another);
    await vi.waitFor(() => expect(client.captions).toHaveLength(2));
    expect(client.captions[1].options.sampling).toMatchObject({ count: 5, exclude: texts });
    await expect.element(another).toHaveFocus();
    client.captions[1].emit({
      phase: 'decode',
      step: 2,
      maxSteps: 16,
      hypotheses: hypotheses(['来一'], false),
    });
    await expect.element(stage('来一')).toBeVisible();
    client.captions[1].resolve(['来一杯', '再来一杯']);
    await expect.element(stage('来一杯')).toBeVisible();

    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(client.captions).toHaveLength(3));
    expect(client.captions[2].options.sampling?.exclude).toEqual([...texts, '来一杯', '再来一杯']);
    expect(client.captions[2].options.sampling?.seed).not.toBe(client.captions[1].options.sampling?.seed);
  });

  it('leaves those before it where they can be gone back to and chosen from', async () => {
    await captioned();
    await userEvent.click(another);
    await vi.waitFor(() => expect(client.captions).toHaveLength(2));
    client.captions[1].resolve(['来一杯']);
    await expect.element(stage('来一杯')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: '上一批' }));
    await expect.element(page.getByText('第 1 批，共 2 批')).toBeInTheDocument();
    await expect.element(stage('来一杯')).toBeVisible();
    await userEvent.click(page.getByRole('option', { name: texts[1] }));
    await expect.element(stage(texts[1])).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: '下一批' }));
    await expect.element(page.getByRole('option', { name: '来一杯' })).toBeVisible();
  });

  it('does not take away a choice that is made among earlier ones meanwhile', async () => {
    await captioned();
    await userEvent.click(another);
    await vi.waitFor(() => expect(client.captions).toHaveLength(2));
    await userEvent.click(page.getByRole('button', { name: '上一批' }));
    await userEvent.click(page.getByRole('option', { name: texts[2] }));
    client.captions[1].resolve(['来一杯']);
    await vi.waitFor(() => expect(studio.store.getState().pictures[0].job.status).toBe('done'));
    await expect.element(stage(texts[2])).toBeVisible();
  });

  it('that is stopped before it has a caption gives way to the one before', async () => {
    await captioned();
    await userEvent.click(another);
    await vi.waitFor(() => expect(client.captions).toHaveLength(2));
    await userEvent.click(page.getByRole('button', { name: '停', exact: true }));
    expect(client.captions[1].signal.aborted).toBe(true);
    await expect.element(page.getByRole('option')).toHaveLength(3);
    await expect.element(another).toBeEnabled();
  });

  it('that fails can be tried again, and those before it are still there', async () => {
    await captioned();
    await userEvent.click(another);
    await vi.waitFor(() => expect(client.captions).toHaveLength(2));
    client.captions[1].reject(new OfaError('no-hypothesis', 'none has ended'));
    await userEvent.click(page.getByRole('alert').getByRole('button', { name: '再试一次' }));
    await vi.waitFor(() => expect(client.captions).toHaveLength(3));
    expect(client.captions[2].options.sampling?.exclude).toEqual(texts);
    client.captions[2].resolve([]);
    await expect.element(page.getByText('想不出更多不一样的了').first()).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: '上一批' }));
    await expect.element(page.getByRole('option')).toHaveLength(3);
  });
});

describe('the taste of captions', () => {
  it('is the model’s own until told otherwise, and holds for the next captions', async () => {
    await captioned();
    expect(client.captions[0].options).toEqual({ resolution: 'full', settings: {}, hiddenWords: [] });
    await userEvent.click(page.getByText('口味'));
    const length = page.getByRole('slider', { name: '长短' });
    await expect.element(length).toHaveAttribute('aria-valuetext', '标准');
    (length.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await expect.element(length).toHaveAttribute('aria-valuetext', '很长');
    await userEvent.click(page.getByRole('checkbox', { name: '看快一点' }));
    await userEvent.click(page.getByRole('button', { name: '按这个口味写' }));
    await vi.waitFor(() => expect(client.captions).toHaveLength(2));
    expect(client.captions[1].options.sampling).toBeUndefined();
    expect(client.captions[1].options.resolution).toBe('fast');
    expect(client.captions[1].options.settings?.minLen).toBe(8);
    client.captions[1].resolve(['这一条写得很长很长']);
    await expect.element(stage('这一条写得很长很长')).toBeVisible();

    await userEvent.click(page.getByRole('button', { name: '恢复标准' }));
    await userEvent.click(page.getByRole('button', { name: '换一批' }));
    await vi.waitFor(() => expect(client.captions).toHaveLength(3));
    expect(client.captions[2].options).toMatchObject({ resolution: 'full', settings: {} });
  });
});

describe('rude captions', () => {
  afterEach(() => localStorage.clear());

  it('are hidden on request by a list that can be changed, which is said and can be lifted', async () => {
    await captioned();
    await userEvent.click(page.getByText('口味'));
    await userEvent.click(page.getByRole('checkbox', { name: '藏起粗话' }));
    await userEvent.click(page.getByText('看看词表'));
    const list = page.getByRole('textbox', { name: '要藏起的词，一行一个' });
    await vi.waitFor(() => expect((list.element() as HTMLTextAreaElement).value).toContain('傻逼'));
    await userEvent.fill(list, '续命\n\n 心也凉 ');
    client.hidden = 2;
    await userEvent.click(page.getByRole('button', { name: '按这个口味写' }));
    await vi.waitFor(() => expect(client.captions).toHaveLength(2));
    expect(client.captions[1].options.hiddenWords).toEqual(['续命', '心也凉']);
    client.captions[1].resolve([texts[1]]);
    await expect.element(page.getByText('有 2 条带粗话，藏起来了')).toBeVisible();

    client.hidden = 0;
    await userEvent.click(page.getByRole('button', { name: '照样看' }));
    await vi.waitFor(() => expect(client.captions).toHaveLength(3));
    expect(client.captions[2].options.hiddenWords).toEqual([]);
    client.captions[2].resolve(texts);
    await expect.element(page.getByRole('option')).toHaveLength(3);
    expect(
      createStudio(client, studio.model, createAnimationClient(startAnimationWorker)).wordFilter.getState(),
    ).toEqual({
      isOn: true,
      words: ['续命', '心也凉'],
    });
  });
});

describe('the model', () => {
  it('says what is downloaded, how fast and how long yet', async () => {
    client.models[0].emit({
      phase: 'download',
      loadedBytes: 7_100_000,
      totalBytes: 17_800_000,
      storedBytes: 0,
      speed: 3_100_000,
    });
    await expect.element(page.getByText(/7\.1\s?MB \/ 18\s?MB · 3\.1\s?MB\/秒 · 还剩 3\s?秒/u)).toBeVisible();
  });

  it('that fails says why, and is loaded on another try', async () => {
    client.models[0].reject(new OfaError('download-offline', 'no network'));
    await expect.element(page.getByRole('alert')).toHaveTextContent('连不上网');
    await userEvent.click(page.getByRole('button', { name: '再试一次' }));
    await vi.waitFor(() => expect(client.models).toHaveLength(2));
  });

  it('is stopped and loaded again on request', async () => {
    await userEvent.click(page.getByRole('button', { name: '停止加载' }));
    expect(client.models[0].signal.aborted).toBe(true);
    await userEvent.click(page.getByRole('button', { name: '加载模型' }));
    await vi.waitFor(() => expect(client.models).toHaveLength(2));
  });
});

describe('the text', () => {
  it('moves with the arrow keys and back with undo', async () => {
    await captioned();
    const handle = page.getByRole('button', { name: '移动文字' });
    await expect.element(handle).toBeVisible();
    const top = () => handle.element().getBoundingClientRect().top;
    const before = top();
    (handle.element() as HTMLElement).focus();
    await userEvent.keyboard('{Shift>}{ArrowUp}{/Shift}');
    await vi.waitFor(() => expect(top()).toBeLessThan(before - 5));
    await userEvent.click(page.getByRole('button', { name: '撤销' }));
    await vi.waitFor(() => expect(top()).toBeCloseTo(before));
  });

  it('is put to the top, and edited by Enter on its handle', async () => {
    await captioned();
    await userEvent.click(page.getByRole('radio', { name: '上' }));
    const handle = page.getByRole('button', { name: '移动文字' });
    const figure = page.getByRole('figure').element().getBoundingClientRect();
    await vi.waitFor(() =>
      expect(handle.element().getBoundingClientRect().top).toBeLessThan(figure.top + figure.height / 3),
    );
    (handle.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(textArea).toHaveFocus();
  });

  it('has an automatic size or a chosen one', async () => {
    await captioned();
    const automatic = page.getByRole('button', { name: '自动字号' });
    await expect.element(automatic).toHaveAttribute('aria-pressed', 'true');
    const slider = page.getByRole('slider', { name: '字号' });
    (slider.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(automatic).toHaveAttribute('aria-pressed', 'false');
    await userEvent.click(automatic);
    await expect.element(automatic).toHaveAttribute('aria-pressed', 'true');
  });
});

describe('the download', () => {
  it('is a PNG of the picture’s own size, with the text in its pixels', async () => {
    await captioned();
    const saved: { name: string; blob: Promise<Blob> }[] = [];
    const onClick = (event: MouseEvent): void => {
      if (!(event.target instanceof HTMLAnchorElement)) return;
      event.preventDefault();
      saved.push({
        name: event.target.download,
        blob: fetch(event.target.href).then((response) => response.blob()),
      });
    };
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(
      this: HTMLAnchorElement,
    ) {
      const event = new MouseEvent('click', { cancelable: true });
      Object.defineProperty(event, 'target', { value: this });
      onClick(event);
    });
    await userEvent.click(page.getByRole('button', { name: '下载 PNG' }));
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    click.mockRestore();
    expect(saved[0].name).toBe('meadow-meme.png');
    const bitmap = await createImageBitmap(await saved[0].blob);
    expect([bitmap.width, bitmap.height]).toEqual([400, 300]);
    const context = new OffscreenCanvas(400, 300).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 200, 400, 100);
    const whites = data.filter((_, index) => index % 4 === 0 && data[index] === 255).length;
    expect(whites).toBeGreaterThan(1000);
  });
});

describe('what is exported', () => {
  it('equals the screen pixel for pixel at scale 1', async () => {
    await captioned();
    // A picture of just the stage's size is shown at scale 1.
    const { width, height } = stageCanvas();
    await drop(await greenPicture(width, height));
    await vi.waitFor(() => expect(client.captions).toHaveLength(2));
    client.captions[1].resolve(texts);
    await expect.element(stage(texts[0])).toBeVisible();
    await vi.waitFor(() => expect([stageCanvas().width, stageCanvas().height]).toEqual([width, height]));
    const picture = studio.store.getState().pictures[0];
    const blob = await exportPicture(picture.image, picture.history.present, 'png', defaultOptions);
    const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(await createImageBitmap(blob), 0, 0);
    const exported = context.getImageData(0, 0, width, height).data;
    const whites = exported.filter((_, index) => index % 4 === 0 && exported[index] === 255).length;
    expect(whites, 'the text is there').toBeGreaterThan(1000);
    const shown = stageCanvas().getContext('2d')?.getImageData(0, 0, width, height).data;
    expect(shown?.every((value, index) => value === exported[index])).toBe(true);
  });

  it('is copied within the press, as Safari wants it, whose pixels come later', async () => {
    await captioned();
    const write = vi.spyOn(navigator.clipboard, 'write').mockResolvedValue();
    const copying = studio.exports.copy();
    expect(write, 'before anything is waited for').toHaveBeenCalledOnce();
    const [[[item]]] = write.mock.calls;
    const bitmap = await createImageBitmap(await item.getType('image/png'));
    expect([bitmap.width, bitmap.height]).toEqual([400, 300]);
    await copying;
    expect(studio.store.getState().notice).toBe('copied');

    write.mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    await studio.exports.copy();
    expect(studio.store.getState().problem?.code).toBe('clipboard-denied');
    write.mockRestore();
  });

  it('has the format, size and shape that the person chose, also the next time', async () => {
    await captioned();
    await expect.element(page.getByText('400 × 300 像素')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: '格式和大小' }));
    await userEvent.click(page.getByRole('radio', { name: 'JPEG' }));
    await userEvent.click(page.getByRole('radio', { name: '240' }));
    await userEvent.click(page.getByRole('radio', { name: '裁成方' }));
    await expect.element(page.getByRole('button', { name: '下载 JPEG' })).toBeVisible();
    await expect.element(page.getByText('240 × 240 像素')).toBeVisible();
    await expect.element(page.getByRole('slider', { name: '质量' })).toBeVisible();
    await drop(await greenPicture(200, 200));
    await expect.element(page.getByRole('button', { name: '下载 JPEG' })).toBeVisible();
    await expect.element(page.getByText('240 × 240 像素')).toBeVisible();
  });
});

describe('the language', () => {
  it('changes at a press, the document’s with it', async () => {
    await userEvent.click(page.getByRole('button', { name: 'Switch to English' }));
    await expect
      .element(page.getByRole('heading', { level: 1 }))
      .toHaveTextContent('Drop a picture, get a meme');
    expect(document.documentElement.lang).toBe('en');
    expect(document.title).toContain('OFA Meme');
  });
});
