import { afterEach, expect, it, vi } from 'vitest';
import { canSharePictures, shareFile } from './share-file.ts';

const own = new Map(
  ['canShare', 'share'].map((name) => [name, Object.getOwnPropertyDescriptor(navigator, name)]),
);

/** Gives this browser a share sheet. */
function withShareSheet(share: (data: ShareData) => Promise<void>, canShare = true): void {
  Object.defineProperty(navigator, 'share', { configurable: true, value: share });
  Object.defineProperty(navigator, 'canShare', { configurable: true, value: () => canShare });
}

afterEach(() => {
  for (const [name, descriptor] of own) {
    Reflect.deleteProperty(navigator, name);
    if (descriptor !== undefined) Object.defineProperty(navigator, name, descriptor);
  }
});

it('sharing is offered only where the system takes pictures', () => {
  withShareSheet(() => Promise.resolve());
  expect(canSharePictures()).toBe(true);
  withShareSheet(() => Promise.resolve(), false);
  expect(canSharePictures()).toBe(false);
});

it('the share sheet gets the file with its name and type', async () => {
  const share = vi.fn<(data: ShareData) => Promise<void>>(() => Promise.resolve());
  withShareSheet(share);
  await shareFile(new Blob(['pixels'], { type: 'image/webp' }), 'cat-meme.webp');
  const [file] = share.mock.calls[0][0].files ?? [];
  expect(file).toMatchObject({ name: 'cat-meme.webp', type: 'image/webp' });
  expect(await file.text()).toBe('pixels');
});

it('a closed share sheet is an abort, a refused one an error', async () => {
  withShareSheet(() => Promise.reject(new DOMException('closed', 'AbortError')));
  await expect(shareFile(new Blob(), 'a.png')).rejects.toMatchObject({ name: 'AbortError' });
  withShareSheet(() => Promise.reject(new DOMException('no press', 'NotAllowedError')));
  await expect(shareFile(new Blob(), 'a.png')).rejects.toMatchObject({ code: 'share-refused' });
});
