import { emptyRectangle, type Rectangle } from './rectangle.ts';

/** Calls `visit` with the place of each pixel of `area` in a picture of this width, row by row. */
export function forEachPlace(area: Rectangle, width: number, visit: (at: number) => void): void {
  for (let y = area.top; y < area.top + area.height; y++) {
    const start = y * width + area.left;
    for (let at = start; at < start + area.width; at++) visit(at);
  }
}

/** The smallest rectangle that holds every pixel of `area` for whose place `test` is true. */
export function placesWhere(area: Rectangle, width: number, test: (at: number) => boolean): Rectangle {
  const right = area.left + area.width;
  let [left, top, end, bottom] = [right, -1, area.left, -1];
  for (let y = area.top; y < area.top + area.height; y++) {
    const row = y * width;
    let first = area.left;
    while (first < right && !test(row + first)) first++;
    if (first === right) continue;
    // What lies between the first and the last pixel of other rows adds nothing.
    let last = right - 1;
    while (last >= end && !test(row + last)) last--;
    left = Math.min(left, first);
    end = Math.max(end, last + 1, first + 1);
    if (top < 0) top = y;
    bottom = y + 1;
  }
  return top < 0 ? emptyRectangle : { left, top, width: end - left, height: bottom - top };
}
