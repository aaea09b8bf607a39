import { afterEach, expect, it, vi } from 'vitest';
import { keepSites, sitesOf } from './hub-sites.ts';

function deny(): never {
  throw new DOMException('denied', 'SecurityError');
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it('gives the origins of what was entered, one a line', () => {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
  keepSites('modelscope', ' https://a.test/models/ \n\nno address\nhttps://b.test');
  expect(sitesOf('modelscope')).toEqual(['https://a.test', 'https://b.test']);
  expect(sitesOf('huggingface')).toEqual([]);
});

it('holds for this visit where the browser lets nothing be kept', () => {
  vi.stubGlobal('localStorage', { getItem: deny, setItem: deny });
  expect(sitesOf('huggingface')).toEqual([]);
  keepSites('huggingface', 'https://mirror.test');
  expect(sitesOf('huggingface')).toEqual(['https://mirror.test']);
});
