import type { Page } from '@playwright/test';

/** A place in the window, in CSS pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A pointer that is held down. */
export interface Drag {
  move(to: Place): Promise<void>;
  end(): Promise<void>;
}

async function mouseDrag(page: Page, from: Place): Promise<Drag> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  return {
    move: ({ x, y }) => page.mouse.move(x, y, { steps: 4 }),
    end: () => page.mouse.up(),
  };
}

async function fingerDrag(page: Page, from: Place): Promise<Drag> {
  const session = await page.context().newCDPSession(page);
  const touch = async (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    ...touchPoints: Place[]
  ): Promise<void> => {
    await session.send('Input.dispatchTouchEvent', { type, touchPoints });
  };
  await touch('touchStart', from);
  return {
    async move(to) {
      await touch('touchMove', { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
      await touch('touchMove', to);
    },
    async end() {
      await touch('touchEnd');
      await session.detach();
    },
  };
}

/** Presses at a place and holds on: with a finger where the device has a touch screen, else with the mouse. */
export function startDrag(page: Page, hasTouch: boolean, from: Place): Promise<Drag> {
  return hasTouch ? fingerDrag(page, from) : mouseDrag(page, from);
}
