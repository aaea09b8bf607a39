import { expect, type Locator, test } from '@playwright/test';
import { startDrag, type Place } from './support/drag.ts';
import { dropFiles } from './support/drop.ts';
import { photographPng } from './support/pictures.ts';
import { Studio } from './support/studio.ts';

async function middleOf(element: Locator): Promise<Place> {
  const box = await element.boundingBox();
  if (box === null) throw new Error('Not on the page');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Its middle is nearer to the place than so many CSS pixels. */
function expectAt(element: Locator, place: Place, tolerance: number, what: string): Promise<void> {
  const distance = async (): Promise<number> => {
    const { x, y } = await middleOf(element);
    return Math.hypot(x - place.x, y - place.y);
  };
  return expect.poll(distance, what).toBeLessThan(tolerance);
}

async function widthOf(element: Locator): Promise<number> {
  return (await element.boundingBox())?.width ?? 0;
}

test('a text is dragged, comes to rest in the middle, is made narrower and turned; each is undone at once @phone @firefox', async ({
  page,
  hasTouch,
}) => {
  const studio = new Studio(page);
  await studio.open();
  await dropFiles(page, await photographPng(1200, 900));
  await studio.captioned();
  await studio.textField.fill('拖我');
  const handle = page.getByRole('button', { name: '移动文字：拖我' });
  const stage = page.getByRole('figure');
  const frame = stage.locator('[class*="_frame_"]');

  const placed = await middleOf(handle);
  const away = await startDrag(page, hasTouch, placed);
  await away.move({ x: placed.x + 34, y: placed.y - 61 });
  await expectAt(handle, { x: placed.x + 34, y: placed.y - 61 }, 8, 'it follows');
  const centre = await middleOf(stage);
  await away.move({ x: centre.x + 4, y: centre.y - 4 });
  await expectAt(handle, centre, 1, 'it rests');
  await away.end();

  const wide = await widthOf(frame);
  const grip = stage.locator('[class*="_grip_"]').last();
  const right = await middleOf(grip);
  const narrower = await startDrag(page, hasTouch, right);
  await narrower.move({ x: right.x - 40, y: right.y });
  await narrower.end();
  await expect.poll(() => widthOf(frame)).toBeCloseTo(wide - 40, -1);

  const turn = await startDrag(page, hasTouch, await middleOf(stage.locator('[class*="_turn_"]')));
  const about = await middleOf(frame);
  await turn.move({ x: about.x + 100, y: about.y + 3 });
  await turn.end();
  await expect(handle, 'a right angle, nearly').toHaveCSS('transform', /^matrix\(0, 1, -1, 0/u);

  // By its keys: to press its button, a window that is low is scrolled.
  const undo = (): Promise<void> => page.keyboard.press('ControlOrMeta+z');
  await undo();
  await expect(handle).toHaveCSS('transform', /^matrix\(1, 0, 0, 1/u);
  await undo();
  await expect.poll(() => widthOf(frame)).toBeCloseTo(wide, 0);
  await undo();
  await expectAt(handle, placed, 1, 'it is where it was');
});
