import { describe, expect, it } from 'vitest';
import { sniffErrorPage } from './error-page.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe.each([
  ['<!DOCTYPE html><html></html>', 'html'],
  ['\uFEFF\r\n <html lang="zh">', 'html'],
  ['<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>', 'html'],
  ['{"Code":404,"Message":"not found"}', 'json'],
  [' \n{"error": "文件不存在"}', 'json'],
  ['{"vocabulary": ["一", "二"', null],
  ['[UNK]\n[PAD]\n', null],
  ['', null],
])('%j', (text, page) => {
  it(`is ${page ?? 'taken for a file'}`, () => expect(sniffErrorPage(bytes(text))).toBe(page));
});

it('takes binary data for a file', () => {
  expect(sniffErrorPage(Uint8Array.of(8, 10, 18, 3, 0x3c, 0x7b, 0xff))).toBeNull();
});
