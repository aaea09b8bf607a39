import { afterEach, describe, expect, it } from 'vitest';
import { createFileKeeper, type FileKeeper } from './file-keeper.ts';
import type { ShellFile } from './shell-files.ts';

const folder = new URL('/', location.href).href;

async function integrityOf(url: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await (await fetch(folder + url)).arrayBuffer());
  return `sha256-${btoa(String.fromCodePoint(...new Uint8Array(digest)))}`;
}

const files: readonly ShellFile[] = await Promise.all(
  ['icon.svg', 'samples/cat.jpg', 'samples/dog.jpg'].map(async (url) => ({
    url,
    integrity: await integrityOf(url),
  })),
);
/** What a server would have to send for this to be kept, none does. */
const otherContent = `sha256-${btoa('0'.repeat(32))}`;

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
    const missing = [{ url: 'missing/page.js', integrity: otherContent }];
    const keeper = createFileKeeper(missing, 'http://localhost:1/');
    await expect(keeper.install()).rejects.toThrow();
  });

  it('installs no error page that a host sends with status 200 in place of a file', async () => {
    // The development server answers an unknown address with the page, as many hosts do.
    const page = await fetch(`${folder}assets/index-x1.js`);
    expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html']);
    const keeper = createFileKeeper([{ url: 'assets/index-x1.js', integrity: otherContent }], folder);
    await expect(keeper.install()).rejects.toThrow();
    expect(await keptUrls()).toEqual([]);
  });

  it('keeps no file of other content on use, and gives the page what the host sends', async () => {
    const keeper = createFileKeeper([{ url: 'samples/cat.jpg', integrity: otherContent }], folder);
    const response = await answer(keeper, 'samples/cat.jpg');
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    await keeper.keep([`${folder}samples/cat.jpg`]);
    expect(await keptUrls()).toEqual([]);
  });

  it('answers with what it kept, its headers included, and with the security headers that it lacks', async () => {
    const keeper = createFileKeeper(files, folder);
    await keeper.install();
    const [name] = await caches.keys();
    const marked = new Response('kept', { headers: { 'Cross-Origin-Embedder-Policy': 'credentialless' } });
    await (await caches.open(name)).put(`${folder}icon.svg`, marked);
    const response = await answer(keeper, 'icon.svg');
    expect(await response.text()).toBe('kept');
    expect(response.headers.get('Cross-Origin-Embedder-Policy')).toBe('credentialless');
    expect(response.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(response.headers.get('Content-Security-Policy')).toContain("script-src 'self'");
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
    const next = createFileKeeper(files.slice(0, 1), folder);
    await next.install();
    expect(await caches.keys()).toHaveLength(3);
    await next.clean();
    expect(await keptUrls()).toEqual(['icon.svg']);
    expect(await caches.keys()).toHaveLength(2);
  });
});
