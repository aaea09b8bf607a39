/** What the keys do to a text that has the focus on the stage. */
import { fontSizes, type LaidOutLayer } from '../meme/layer-layout.ts';
import type { Size } from '../meme/document.ts';
import type { EditActions } from './edit-actions.ts';

/** A key press moves or widens by this share of the picture's width, and by more with Shift. */
const steps = { small: 0.01, large: 0.05 } as const;
const degrees = { small: 1, large: 15 } as const;
const growth = 1.08;

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Key {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Does what the key stands for; false if it stands for nothing. */
export function pressLayerKey(edit: EditActions, laidOut: LaidOutLayer, picture: Size, key: Key): boolean {
  const { layer, frame } = laidOut;
  const direction = directions[key.key];
  if (direction !== undefined && !key.ctrlKey && !key.metaKey) {
    const step = picture.width * (key.shiftKey ? steps.large : steps.small);
    const [dx, dy] = [direction[0] * step, direction[1] * step];
    if (!key.altKey) {
      edit.move(laidOut, dx, dy, 'keys');
    } else if (layer.place === 'picture') {
      const width = Math.max(step, frame.width + dx);
      const height = Math.max(step, frame.height + dy);
      edit.setFrame(layer.id, { ...frame, width, height }, 'size-keys');
    }
    return true;
  }
  if ((key.ctrlKey || key.metaKey) && key.key.toLowerCase() === 'd') {
    edit.duplicate();
    return true;
  }
  if (key.ctrlKey || key.metaKey || key.altKey) return false;
  const turn = key.shiftKey ? degrees.large : degrees.small;
  const painted = laidOut.fontSize / Math.min(picture.width, picture.height);
  const resize = (factor: number): void =>
    edit.change(
      { fontSize: Math.min(fontSizes.largest, Math.max(fontSizes.smallest, painted * factor)) },
      'font-size-keys',
    );
  const actions: Readonly<Record<string, () => void>> = {
    '[': () => edit.rotate(layer.id, layer.rotation - turn, 'turn-keys'),
    ']': () => edit.rotate(layer.id, layer.rotation + turn, 'turn-keys'),
    '{': () => edit.rotate(layer.id, layer.rotation - turn, 'turn-keys'),
    '}': () => edit.rotate(layer.id, layer.rotation + turn, 'turn-keys'),
    '+': () => resize(growth),
    '=': () => resize(growth),
    '-': () => resize(1 / growth),
    PageUp: () => edit.reorder(1),
    PageDown: () => edit.reorder(-1),
    Delete: edit.remove,
    Backspace: edit.remove,
    Escape: () => edit.select(null),
  };
  const action = actions[key.key];
  action?.();
  return action !== undefined;
}
