import { afterEach, describe, expect, it } from 'vitest';
import { createFileKeeper, type FileKeeper } from './file-keeper.ts';
import type { ShellFile } from './shell-files.ts';

const folder = new URL('/', location.href).href;
const files: readonly ShellFile[] = [
  { url: 'icon.svg', revision: 'first' },
  { url: 'samples/cat.jpg', revision: 'first' },
  { url: 'samples/dog.jpg', revision: 'first' },
];

async function keptUrls(): Promise<string[]> {
  const names = await caches.keys();
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return requests.flat().map(({ url }) => url.slice(folder.length));
}

async function answer(keeper: FileKeeper, url: string): Promise<Response> {
  const response = await keeper.answer(new Request(folder + url));
  if (response === null) throw new Error(`${url} is left to the network`);
  return response;
}

afterEach(async () => {
  for (const name of await caches.keys()) await caches.delete(name);
});

describe('the keeper of the page’s files', () => {
  it('keeps at installation what the page opens with, and no more', async () => {
    await createFileKeeper(files, folder).install();
    expect(await keptUrls()).toEqual(['icon.svg']);
  });

  it('does not install if a file is missing', async () => {
    const keeper = createFileKeeper([{ url: 'missing/page.js', revision: null }], 'http://localhost:1/');
    await expect(keeper.install()).rejects.toThrow();
  });

  it('answers with what it kept, headers included', async () => {
    const keeper = createFileKeeper(files, folder);
    await keeper.install();
    const [name] = await caches.keys();
    const marked = new Response('kept', { headers: { 'Cross-Origin-Embedder-Policy': 'require-corp' } });
    await (await caches.open(name)).put(`${folder}icon.svg`, marked);
    const response = await answer(keeper, 'icon.svg');
    expect(await response.text()).toBe('kept');
    expect(response.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
  });

  it('keeps other files on their first use', async () => {
    const keeper = createFileKeeper(files, folder);
    const response = await answer(keeper, 'samples/cat.jpg');
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    expect(await keptUrls()).toEqual(['samples/cat.jpg']);
  });

  it('keeps on request what it knows, and nothing else', async () => {
    const keeper = createFileKeeper(files, folder);
    await keeper.keep([
      `${folder}samples/dog.jpg`,
      `${folder}models/weights.bin`,
      'https://example.org/x.js',
    ]);
    expect(await keptUrls()).toEqual(['samples/dog.jpg']);
  });

  it('leaves everything else to the network', () => {
    const keeper = createFileKeeper(files, folder);
    expect(keeper.answer(new Request(`${folder}models/nano/model.json`))).toBeNull();
    expect(keeper.answer(new Request(`${folder}icon.svg`, { method: 'POST' }))).toBeNull();
  });

  it('drops what belongs to other versions', async () => {
    await createFileKeeper(files, folder).install();
    await answer(createFileKeeper(files, folder), 'samples/cat.jpg');
    const next = createFileKeeper([{ url: 'icon.svg', revision: 'second' }], folder);
    await next.install();
    expect(await caches.keys()).toHaveLength(3);
    await next.clean();
    expect(await keptUrls()).toEqual(['icon.svg']);
    expect(await caches.keys()).toHaveLength(2);
  });
});
