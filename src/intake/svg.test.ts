import { describe, expect, it } from 'vitest';
import { isSvg, withSize } from './svg.ts';

const xmlns = 'xmlns="http://www.w3.org/2000/svg"';

describe('a drawing', () => {
  it.each([
    ['bare', `<svg ${xmlns}></svg>`],
    [
      'behind a declaration, a comment and a document type',
      `\uFEFF<?xml version="1.0"?>\n<!-- made > by hand -->\n<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg ${xmlns}/>`,
    ],
  ])('is told %s', (_, text) => {
    expect(isSvg(text)).toBe(true);
  });

  it.each([
    ['a page that holds one', `<!DOCTYPE html><html><body><svg ${xmlns}></svg></body></html>`],
    ['a text about one', 'Write <svg> at the start'],
    ['another tag', `<svgx ${xmlns}/>`],
  ])('is not %s', (_, text) => {
    expect(isSvg(text)).toBe(false);
  });
});

describe('its size', () => {
  it.each([
    ['its own, in pixels', 'width="300" height="200.4"', [300, 200]],
    ['its own, in another unit', 'width="1in" height="2.54cm"', [96, 96]],
    ['that of its view box’s ratio where it says one side', 'width="50" viewBox="0 0 10 20"', [50, 100]],
    ['as large as is useful where it says none', 'viewBox="0 0 24 48"', [512, 1024]],
    ['as large where it says shares of a page', 'width="100%" height="100%" viewBox="0,0,4,2"', [1024, 512]],
    ['a square where it says nothing at all', '', [1024, 1024]],
    ['held back where it is huge', 'width="1e6" height="5e5"', [8192, 4096]],
  ])('is %s', (_, attributes, [width, height]) => {
    const sized = withSize(`<svg ${xmlns} ${attributes}><path stroke-width="3"/></svg>`);
    expect([sized.width, sized.height]).toEqual([width, height]);
    expect(sized.text).toContain(`width="${width}" height="${height}" viewBox=`);
    expect(sized.text.match(/\swidth=/gu)).toHaveLength(1);
    expect(sized.text).toContain('<path stroke-width="3"/></svg>');
  });

  it('is written into a root without content too', () => {
    expect(withSize(`<svg ${xmlns} width='7' height='9'/>`).text).toMatch(
      /^<svg xmlns="[^"]*"\s+width="7" height="9" viewBox="0 0 7 9"\/>$/u,
    );
  });
});
