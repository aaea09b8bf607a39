import type { Page } from '@playwright/test';

/**
 * Words that a person cannot read to their end: beyond the window's edge, or cut off by something around them. Left out
 * are those that can be scrolled to, and those that end in an ellipsis, as a file's name may.
 */
export async function cutTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const slack = 1;
    const cuts: string[] = [];
    const isCut = (text: Text, rectangle: DOMRect): boolean => {
      for (let around = text.parentElement; around !== null; around = around.parentElement) {
        const { overflowX, overflowY, textOverflow, position, webkitLineClamp } = getComputedStyle(around);
        const isScrolled = [overflowX, overflowY].some(
          (overflow) => overflow === 'auto' || overflow === 'scroll',
        );
        if (isScrolled && around.scrollWidth > around.clientWidth + slack) return false;
        if (textOverflow === 'ellipsis' || webkitLineClamp !== 'none') return false;
        const edges = around.getBoundingClientRect();
        if (overflowX !== 'visible' && rectangle.width > 0 && edges.width > 2) {
          if (rectangle.right > edges.right + slack || rectangle.left < edges.left - slack) return true;
        }
        // For screen readers alone.
        if (edges.width <= 2 && edges.height <= 2) return false;
        if (position === 'fixed') break;
      }
      return rectangle.right > innerWidth + slack || rectangle.left < -slack;
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const text = node as Text;
      if (text.data.trim() === '' || text.parentElement?.checkVisibility() !== true) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      if (Array.from(range.getClientRects()).some((rectangle) => isCut(text, rectangle)))
        cuts.push(text.data.trim());
    }
    const { scrollWidth } = document.documentElement;
    return scrollWidth > innerWidth ? [`the page is ${scrollWidth} pixels wide`, ...cuts] : cuts;
  });
}
