import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { MemeDocument, TextLayer } from '../meme/document.ts';
import { dropOnPage, openPage, type OpenPage, plainPicture } from '../testing/open-page.tsx';
import '../ui/theme.css';

let opened: OpenPage;

/** A captioned picture on the stage. */
beforeEach(async () => {
  await page.viewport(1200, 900);
  opened = openPage();
  dropOnPage(await plainPicture('草地.png', 'rgb(0 128 0)'));
  await vi.waitFor(() => expect(opened.client.captions).toHaveLength(1));
  opened.client.captions[0].resolve(['稳了']);
  await expect.element(handle('稳了')).toBeVisible();
});

afterEach(() => opened.close());

const handle = (text: string) => page.getByRole('button', { name: `移动文字：${text}` });
const textArea = page.getByRole('textbox', { name: '图上的字' });
const meme = (): MemeDocument => opened.studio.store.getState().pictures[0].history.present;
const texts = (): readonly string[] => meme().layers.map(({ text }) => text);
const caption = (): TextLayer => meme().layers[0];

async function focus(element: ReturnType<typeof page.getByRole>): Promise<void> {
  await expect.element(element).toBeVisible();
  (element.element() as HTMLElement).focus();
}

describe('by keyboard alone', () => {
  it('a text is moved, made wider and higher, turned and made larger; each is undone and redone by itself', async () => {
    await focus(handle('稳了'));
    const states = [meme()];
    const press = async (keys: string): Promise<TextLayer> => {
      await userEvent.keyboard(keys);
      await vi.waitFor(() => expect(meme()).not.toBe(states.at(-1)));
      states.push(meme());
      return caption();
    };
    const before = caption();
    expect((await press('{ArrowUp}')).box.y).toBeLessThan(before.box.y);
    expect((await press('{Alt>}{ArrowLeft}{/Alt}')).box.width).toBeLessThan(before.box.width);
    expect((await press(']')).rotation).toBe(1);
    expect((await press('{Shift>}{{{/Shift}')).rotation).toBe(-14);
    const painted = (await press('+')).fontSize;
    expect((await press('-')).fontSize).toBeLessThan(painted as number);
    // Presses of one kind in a row are one step.
    states.splice(3, 1);
    states.splice(4, 1);
    for (const state of states.slice(0, -1).toReversed()) {
      await userEvent.keyboard('{Control>}z{/Control}');
      await vi.waitFor(() => expect(meme()).toBe(state));
    }
    for (const state of states.slice(1)) {
      await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
      await vi.waitFor(() => expect(meme()).toBe(state));
    }
  });

  it('texts are added, written, copied, put behind others and removed', async () => {
    await focus(page.getByRole('button', { name: '加一段字' }));
    await userEvent.keyboard('{Enter}');
    await focus(textArea);
    await userEvent.keyboard('真的');
    await vi.waitFor(() => expect(texts()).toEqual(['稳了', '真的']));
    await focus(handle('真的'));
    await userEvent.keyboard('{PageDown}');
    await vi.waitFor(() => expect(texts()).toEqual(['真的', '稳了']));
    await focus(handle('稳了'));
    await userEvent.keyboard('{Control>}d{/Control}');
    await vi.waitFor(() => expect(texts()).toEqual(['真的', '稳了', '稳了']));
    const [, original, copy] = meme().layers;
    expect(copy).toMatchObject({ style: original.style, isVertical: original.isVertical });
    expect(copy.box.x).toBeGreaterThan(original.box.x);
    await focus(handle('真的'));
    await userEvent.keyboard('{PageUp}');
    await vi.waitFor(() => expect(texts()).toEqual(['稳了', '真的', '稳了']));
    await userEvent.keyboard('{Delete}');
    await vi.waitFor(() => expect(texts()).toEqual(['稳了', '稳了']));
  });

  it('a look is chosen, and everything of it told otherwise', async () => {
    await focus(page.getByRole('button', { name: '竖排' }).first());
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(caption().isVertical).toBe(true));
    (page.getByText('更多样式').element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    const slide = async (name: string): Promise<void> => {
      await focus(page.getByRole('slider', { name, exact: true }));
      await userEvent.keyboard('{ArrowRight}');
    };
    const choose = async (name: string): Promise<void> => {
      await focus(page.getByRole('radio', { name, exact: true }));
      await userEvent.keyboard(' ');
    };
    const before = caption().style;
    await slide('字距');
    await slide('粗细');
    await slide('阴影');
    await slide('行距');
    await choose('快乐体');
    await choose('尾');
    await vi.waitFor(() => expect(caption()).toMatchObject({ align: 'end', style: { face: 'playful' } }));
    const { style } = caption();
    expect(style.letterSpacing).toBeGreaterThan(before.letterSpacing);
    expect(style.outlineWidth).toBeGreaterThan(before.outlineWidth);
    expect(style.shadow).toBeGreaterThan(before.shadow);
    expect(style.lineHeight).toBeGreaterThan(before.lineHeight);
    await slide('旋转');
    await vi.waitFor(() => expect(caption().rotation).toBe(1));
    await focus(page.getByRole('radiogroup', { name: '颜色' }).getByRole('radio', { name: '红' }));
    await userEvent.keyboard(' ');
    await vi.waitFor(() => expect(caption().style.fill).toBe('#f2452f'));
  });
});

it('characters that no face has are named beside the field', async () => {
  await textArea.fill('稳\u{10fff0}了');
  await expect.element(page.getByText(/^没有字体写得出这些字/u)).toBeVisible();
});
