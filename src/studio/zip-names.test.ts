import { describe, expect, it } from 'vitest';
import { zipNames } from './zip-names.ts';

describe('names in the zip', () => {
  it('are those of the pictures', () => {
    expect(zipNames(['猫', 'IMG_1'], '-meme.png')).toEqual(['猫-meme.png', 'IMG_1-meme.png']);
  });

  it('come once each, whatever their case', () => {
    expect(zipNames(['a', 'A', 'a', 'a 2'], '.png')).toEqual(['a.png', 'A 2.png', 'a 3.png', 'a 2 2.png']);
  });

  it.each([
    ['../../etc/passwd', '_.._etc_passwd.png'],
    ['C:\\x', 'C__x.png'],
    ['...', 'picture.png'],
    ['', 'picture.png'],
    ['con', 'picturecon.png'],
    ['a\u0000b\n', 'a_b_.png'],
  ])('hold nothing that a file system refuses: %j', (name, expected) => {
    expect(zipNames([name], '.png')).toEqual([expected]);
  });

  it('are not cut inside a character', () => {
    expect(zipNames(['😀'.repeat(100)], '.png')[0]).toBe(`${'😀'.repeat(80)}.png`);
  });
});
