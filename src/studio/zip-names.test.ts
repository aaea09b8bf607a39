import { describe, expect, it } from 'vitest';
import { zipNames } from './zip-names.ts';

const pngs = (...names: readonly string[]): readonly string[] =>
  zipNames(names.map((name) => ({ name, ending: 'png' })));

describe('names in the zip', () => {
  it('are those of the files', () => {
    const files = [
      { name: '猫-meme', ending: 'png' },
      { name: 'IMG_1-meme', ending: 'gif' },
    ];
    expect(zipNames(files)).toEqual(['猫-meme.png', 'IMG_1-meme.gif']);
  });

  it('come once each, whatever their case', () => {
    expect(pngs('a', 'A', 'a', 'a 2')).toEqual(['a.png', 'A 2.png', 'a 3.png', 'a 2 2.png']);
  });

  it.each([
    ['../../etc/passwd', '_.._etc_passwd.png'],
    ['C:\\x', 'C__x.png'],
    ['...', 'picture.png'],
    ['', 'picture.png'],
    ['con', 'picturecon.png'],
    ['a\u0000b\n', 'a_b_.png'],
  ])('hold nothing that a file system refuses: %j', (name, expected) => {
    expect(pngs(name)).toEqual([expected]);
  });

  it('are not cut inside a character', () => {
    expect(pngs('😀'.repeat(100))[0]).toBe(`${'😀'.repeat(80)}.png`);
  });
});
