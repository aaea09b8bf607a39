/** A rectangle of whole pixels; the right and bottom edges lie outside it. Empty if either side is 0. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const emptyRectangle: Rectangle = { left: 0, top: 0, width: 0, height: 0 };

/** True if the rectangle holds no pixel. */
export function isEmpty({ width, height }: Rectangle): boolean {
  return width <= 0 || height <= 0;
}

/** The pixels that lie in both; `emptyRectangle` if there are none. */
export function intersection(one: Rectangle, other: Rectangle): Rectangle {
  const left = Math.max(one.left, other.left);
  const top = Math.max(one.top, other.top);
  const width = Math.min(one.left + one.width, other.left + other.width) - left;
  const height = Math.min(one.top + one.height, other.top + other.height) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : emptyRectangle;
}

/** The smallest rectangle that holds both. An empty one adds nothing. */
export function union(one: Rectangle, other: Rectangle): Rectangle {
  if (isEmpty(one)) return other;
  if (isEmpty(other)) return one;
  const left = Math.min(one.left, other.left);
  const top = Math.min(one.top, other.top);
  return {
    left,
    top,
    width: Math.max(one.left + one.width, other.left + other.width) - left,
    height: Math.max(one.top + one.height, other.top + other.height) - top,
  };
}
