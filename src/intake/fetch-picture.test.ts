import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fetchPicture, fileNameOf, parseAddress } from './fetch-picture.ts';

describe('an address', () => {
  it.each([
    ['https://example.org/cat.jpg', 'https://example.org/cat.jpg'],
    ['  example.org/cat.jpg ', 'https://example.org/cat.jpg'],
    ['http://localhost:8080/a.png', 'http://localhost:8080/a.png'],
  ])('is read from %s', (typed, href) => {
    expect(parseAddress(typed).href).toBe(href);
  });

  it.each(['', 'a cat', 'cat', 'javascript:alert(1)', 'file:///etc/passwd', 'data:image/png;base64,AAAA'])(
    'is not %s',
    (typed) => {
      expect(() => parseAddress(typed)).toThrow(expect.objectContaining({ code: 'link-invalid' }));
    },
  );

  it.each([
    ['https://example.org/a/%E7%8C%AB.jpg?size=2', '猫.jpg'],
    ['https://example.org/', 'example.org'],
    ['https://example.org/100%', '100%'],
  ])('%s gives the picture its name', (href, name) => {
    expect(fileNameOf(new URL(href))).toBe(name);
  });
});

describe('a picture of another site', () => {
  const server = createServer((request, response) => {
    if (request.url === '/missing.png') response.writeHead(404);
    if (request.url === '/page') response.setHeader('content-type', 'text/html; charset=utf-8');
    if (request.url === '/broken.png') {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half');
      setTimeout(() => response.destroy(), 50);
      return;
    }
    if (request.url !== '/never.png') response.end(JSON.stringify(request.headers));
  });
  let site = '';

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const { signal } = new AbortController();

  it('is fetched without a word about who asks', async () => {
    const blob = await fetchPicture(signal, new URL(`${site}/cat.png`));
    const headers = JSON.parse(await blob.text()) as Record<string, string>;
    expect(Object.keys(headers)).not.toContain('referer');
    expect(Object.keys(headers)).not.toContain('cookie');
  });

  it.each([
    ['missing.png', 'link-not-found'],
    ['page', 'link-no-picture'],
    ['broken.png', 'link-blocked'],
  ])('%s fails by code %s', async (path, code) => {
    await expect(fetchPicture(signal, new URL(`${site}/${path}`))).rejects.toMatchObject({ code });
  });

  it.each([
    [true, 'link-blocked'],
    [false, 'link-offline'],
  ])('out of reach, with a network: %s, fails by code %s', async (onLine, code) => {
    vi.stubGlobal('navigator', { onLine });
    await expect(fetchPicture(signal, new URL('http://127.0.0.1:1/a.png'))).rejects.toMatchObject({ code });
    vi.unstubAllGlobals();
  });

  it('is no longer fetched once the person cancels', async () => {
    const controller = new AbortController();
    const fetching = fetchPicture(controller.signal, new URL(`${site}/never.png`));
    setTimeout(() => controller.abort(), 50);
    await expect(fetching).rejects.toMatchObject({ name: 'AbortError' });
  });
});
