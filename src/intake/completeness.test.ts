import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { isComplete } from './completeness.ts';
import { type PictureType, sniffPictureType } from '../../workers/protocol/picture-type.ts';

const picture = sharp(readFileSync('public/samples/cat.jpg')).resize(64);
const files: readonly [PictureType, Promise<Buffer>][] = [
  ['image/jpeg', picture.clone().jpeg().toBuffer()],
  ['image/jpeg', picture.clone().jpeg({ progressive: true }).toBuffer()],
  ['image/png', picture.clone().png().toBuffer()],
  ['image/webp', picture.clone().webp().toBuffer()],
  ['image/gif', picture.clone().gif().toBuffer()],
  ['image/avif', picture.clone().avif().toBuffer()],
];

describe.each(files)('%s', (type, encoded) => {
  it('is told by its first bytes', async () => {
    expect(sniffPictureType((await encoded).subarray(0, 32))).toBe(type);
  });

  it('is complete', async () => {
    expect(isComplete(type, await encoded)).toBe(true);
  });
});

describe.each(files)('%s cut short', (type, encoded) => {
  it.each([0.3, 0.7, 0.98])('at %d of its length is not complete', async (share) => {
    const bytes = await encoded;
    expect(isComplete(type, bytes.subarray(0, Math.floor(bytes.length * share)))).toBe(false);
  });
});

describe('a JPEG', () => {
  it('whose thumbnail is whole but whose picture is cut is not complete', async () => {
    const thumbnail = await picture.clone().resize(16).jpeg().toBuffer();
    const whole = await picture.clone().jpeg().toBuffer();
    const segment = Buffer.concat([
      Buffer.from([0xff, 0xe1, (thumbnail.length + 2) >> 8, (thumbnail.length + 2) & 255]),
      thumbnail,
    ]);
    const withThumbnail = Buffer.concat([whole.subarray(0, 2), segment, whole.subarray(2)]);
    expect(isComplete('image/jpeg', withThumbnail)).toBe(true);
    expect(isComplete('image/jpeg', withThumbnail.subarray(0, -100))).toBe(false);
  });

  it('with bytes behind its end is complete', async () => {
    const whole = await picture.clone().jpeg().toBuffer();
    expect(isComplete('image/jpeg', Buffer.concat([whole, Buffer.alloc(50)]))).toBe(true);
  });
});

describe('what is no picture', () => {
  it.each([
    ['text', Buffer.from('表情包是什么？一段文字，不是图。')],
    ['HTML', Buffer.from('<!doctype html><title>404</title>')],
    ['a PDF', Buffer.from('%PDF-1.7\n')],
    ['a file of one byte', Buffer.from([0xff])],
    ['a text that begins like a bitmap', Buffer.from('BMW is a car maker')],
  ])('is told: %s', (_, bytes) => {
    expect(sniffPictureType(bytes)).toBeNull();
  });
});
