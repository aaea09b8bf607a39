import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { dropOnPage, openPage, type OpenPage, plainPicture } from '../testing/open-page.tsx';
import '../ui/theme.css';
import { openShelf, type Shelf } from './shelf.ts';

const databaseName = 'keeping-test';
const denied = (): Promise<never> => Promise.reject(new DOMException('no', 'SecurityError'));
const deniedShelf: Shelf = { read: denied, put: denied, file: denied, remove: denied, change: denied };

let opened: OpenPage;

async function visit(shelf: Shelf = openShelf(databaseName)): Promise<void> {
  opened = openPage(shelf);
  await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
}

async function dropCaptioned(name: string, caption: string, width = 400, height = 300): Promise<void> {
  const before = opened.client.captions.length;
  dropOnPage(await plainPicture(name, 'rgb(0 128 0)', width, height));
  await vi.waitFor(() => expect(opened.client.captions).toHaveLength(before + 1));
  opened.client.captions[before].resolve([caption, '另一句']);
  await expect.element(page.getByRole('figure', { name: `图上写着：${caption}` })).toBeVisible();
}

const openDialog = (): Promise<void> => userEvent.click(page.getByRole('button', { name: '收藏和历史' }));

beforeEach(async () => {
  await page.viewport(1200, 900);
  await openShelf(databaseName).change(() => ({ memes: [], favourites: [] }));
});

afterEach(() => opened.close());

describe('a meme', () => {
  it('outlives the visit, and comes back with its texts, file and candidates', async () => {
    await visit();
    await dropCaptioned('草地.png', '一片绿');
    await userEvent.fill(page.getByRole('textbox', { name: '图上的字' }), '我改过的字');
    await opened.keeping.flush();
    opened.close();

    await visit();
    await openDialog();
    await userEvent.click(page.getByRole('button', { name: '接着改：我改过的字' }));
    await expect.element(page.getByRole('figure', { name: '图上写着：我改过的字' })).toBeVisible();
    await expect.element(page.getByRole('option')).toHaveLength(2);
    const { image } = opened.studio.store.getState().pictures[0];
    expect([image.name, image.width, image.height]).toEqual(['草地', 400, 300]);
  });

  it('is kept with what its captions came of, and still is after it was gone on with', async () => {
    await visit();
    await dropCaptioned('草地.png', '一片绿');
    await opened.keeping.flush();
    const [{ origin }] = opened.keeping.store.getState().index.memes;
    expect(origin).toMatchObject({
      model: { id: 'small', variant: 'int8' },
      backend: 'wasm',
      sampling: null,
    });

    await opened.keeping.restore(opened.keeping.store.getState().index.memes[0]);
    await userEvent.fill(page.getByRole('textbox', { name: '图上的字' }), '接着改了');
    await opened.keeping.flush();
    const [changed] = opened.keeping.store.getState().index.memes;
    expect(changed).toMatchObject({ words: '接着改了', origin });
  });

  it('is kept with the batch that its caption came of, which need not be the newest', async () => {
    await visit();
    await dropCaptioned('草地.png', '一片绿');
    await userEvent.click(page.getByRole('button', { name: '换一批' }));
    await vi.waitFor(() => expect(opened.client.captions).toHaveLength(2));
    opened.client.captions[1].resolve(['绿油油']);
    await expect.element(page.getByRole('figure', { name: '图上写着：绿油油' })).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: '上一批' }));
    await userEvent.click(page.getByRole('option', { name: /^另一句/u }));
    await opened.keeping.flush();

    const [{ origin, result }] = opened.keeping.store.getState().index.memes;
    expect(origin).toMatchObject({ sampling: null });
    expect(result?.hypotheses.map(({ text }) => text)).toEqual(['一片绿', '另一句']);
  });

  it('that an earlier version of the page has kept, without that, can be gone on with', async () => {
    await visit();
    await dropCaptioned('草地.png', '一片绿');
    await opened.keeping.flush();
    opened.close();
    await openShelf(databaseName).change((index) => ({
      ...index,
      memes: index.memes.map((meme) => {
        const { origin: _, ...older } = meme;
        return older;
      }),
    }));

    await visit();
    await openDialog();
    await userEvent.click(page.getByRole('button', { name: '接着改：一片绿' }));
    await expect.element(page.getByRole('figure', { name: '图上写着：一片绿' })).toBeVisible();
    await expect.element(page.getByRole('option')).toHaveLength(2);
  });

  it('that another takes the place of is kept', async () => {
    await visit();
    await dropCaptioned('一.png', '第一张');
    await dropCaptioned('二.png', '第二张');
    await openDialog();
    await expect.element(page.getByRole('button', { name: '接着改：第一张' })).toBeVisible();
    await expect.element(page.getByRole('button', { name: '接着改：第二张' })).toBeVisible();
  });

  it('is shown whole, caption and all, where its picture is higher than wide', async () => {
    await visit();
    await dropCaptioned('高.png', '高处不胜寒', 200, 600);
    await openDialog();
    const button = page.getByRole('button', { name: '接着改：高处不胜寒' });
    await expect.element(button).toBeVisible();
    const thumbnail = button.element().querySelector('img') as HTMLImageElement;
    await vi.waitFor(() => expect(thumbnail.naturalHeight).toBe(240));
    const square = button.element().getBoundingClientRect();
    expect(square.height).toBeCloseTo(square.width, 1);
    expect(thumbnail.getBoundingClientRect().bottom).toBeLessThanOrEqual(square.bottom);
  });

  it('that is gone on with is still one', async () => {
    await visit();
    await dropCaptioned('一.png', '第一张');
    await opened.keeping.flush();
    await opened.keeping.restore(opened.keeping.store.getState().index.memes[0]);
    await userEvent.fill(page.getByRole('textbox', { name: '图上的字' }), '接着改了');
    await opened.keeping.flush();
    expect(opened.keeping.store.getState().index.memes.map(({ words }) => words)).toEqual(['接着改了']);
  });

  it('is deleted one by one, or all after a second word', async () => {
    await visit();
    await dropCaptioned('一.png', '第一张');
    await dropCaptioned('二.png', '第二张');
    await openDialog();
    await userEvent.click(page.getByRole('button', { name: '删掉：第一张' }));
    await expect.element(page.getByRole('button', { name: '接着改：第一张' })).not.toBeInTheDocument();
    const all = page.getByRole('button', { name: '全部删掉' });
    await userEvent.click(all);
    await userEvent.click(page.getByRole('button', { name: '留着' }));
    await expect.element(all).toHaveFocus();
    await userEvent.click(all);
    await expect.element(page.getByRole('button', { name: '接着改：第二张' })).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: '真的全删' }));
    await expect.element(page.getByText('做好的图会自动留在这台设备上')).toBeVisible();
    expect((await openShelf(databaseName).read()).memes).toEqual([]);
  });
});

describe('a favourite', () => {
  it('is made with the heart, marked among the candidates, and put on another picture later', async () => {
    await visit();
    await dropCaptioned('一.png', '真好笑');
    await userEvent.click(page.getByRole('button', { name: '收藏图上这句' }));
    await expect
      .element(page.getByRole('button', { name: '已收藏图上这句' }))
      .toHaveAttribute('aria-pressed', 'true');
    await opened.keeping.flush();
    opened.close();

    await visit();
    await dropCaptioned('二.png', '不好笑');
    await openDialog();
    await userEvent.click(page.getByRole('button', { name: '写到图上：真好笑' }));
    await expect.element(page.getByRole('figure', { name: '图上写着：真好笑' })).toBeVisible();
  });
});

describe('without storage', () => {
  it('favourites last as long as the page, which is said', async () => {
    await visit(deniedShelf);
    await dropCaptioned('一.png', '真好笑');
    await userEvent.click(page.getByRole('button', { name: '收藏图上这句' }));
    await openDialog();
    await expect.element(page.getByText('浏览器不让保存')).toBeVisible();
    await expect.element(page.getByRole('button', { name: '写到图上：真好笑' })).toBeVisible();
  });
});
