import type { Rectangle } from './geometry.ts';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** In em of the text inside. */
const corner = 0.7;
const line = 0.07;
const tail = { from: 0.24, width: 0.62, length: 0.72 } as const;

/** Outline of a bubble: a rounded rectangle and a tail that points down to the left. */
function trace(context: Context, { x, y, width, height }: Rectangle, fontSize: number): void {
  const radius = Math.min(corner * fontSize, width / 2, height / 2);
  const right = x + width;
  const bottom = y + height;
  const tailLeft = x + Math.max(radius, width * tail.from - (tail.width / 2) * fontSize);
  const tailRight = Math.min(right - radius, tailLeft + tail.width * fontSize);
  const tip = { x: tailLeft - 0.28 * fontSize, y: bottom + tail.length * fontSize };
  context.beginPath();
  context.moveTo(x + radius, y);
  context.arcTo(right, y, right, bottom, radius);
  context.arcTo(right, bottom, x, bottom, radius);
  context.lineTo(tailRight, bottom);
  context.quadraticCurveTo(tailLeft + 0.3 * fontSize, bottom + 0.4 * fontSize, tip.x, tip.y);
  context.quadraticCurveTo(tailLeft + 0.08 * fontSize, bottom + 0.4 * fontSize, tailLeft, bottom);
  context.arcTo(x, bottom, x, y, radius);
  context.arcTo(x, y, right, y, radius);
  context.closePath();
}

/** Paints a speech bubble behind a text that covers those bounds, padding included. */
export function paintBubble(
  context: Context,
  bounds: Rectangle,
  fontSize: number,
  colour: string,
  outline: string,
): void {
  const half = (line / 2) * fontSize;
  const inner = {
    x: bounds.x + half,
    y: bounds.y + half,
    width: bounds.width - 2 * half,
    height: bounds.height - 2 * half,
  };
  trace(context, inner, fontSize);
  context.fillStyle = colour;
  context.fill();
  context.strokeStyle = outline;
  context.lineWidth = 2 * half;
  context.lineJoin = 'round';
  context.stroke();
}
