import type { ExportGifEvent } from '../protocol/animation-service.ts';
import type { Animation } from './animation.ts';
import { ColourHistogram } from './colour/colour-histogram.ts';
import { Palette } from './colour/palette.ts';
import { countColours, PatchWriter } from './patch-writer.ts';
import { patches } from './patches.ts';
import { shownMilliseconds } from './timing.ts';

/** The first pass: one palette for all frames. */
async function survey(
  signal: AbortSignal,
  animation: Animation,
  onEvent: (event: ExportGifEvent) => void,
): Promise<Palette> {
  const histogram = new ColourHistogram();
  let frame = 0;
  for await (const patch of patches(signal, animation)) {
    countColours(patch, animation.width, histogram);
    frame += 1;
    onEvent({ phase: 'survey', frame, frames: animation.frameCount });
  }
  return new Palette(histogram);
}

export interface WrittenAnimation {
  readonly frames: number;
  /** Milliseconds that browsers take to show them once. */
  readonly duration: number;
}

/**
 * Writes an animation as GIF, in two passes over its frames: one to choose colours, one to write. Each frame holds only
 * what differs from the one before.
 *
 * @param animation With pixels that are opaque or `transparentPixel`.
 * @param write Gets the file piece by piece.
 * @throws what the animation's `frames` throw; `signal.reason`
 */
export async function writeAnimation(
  signal: AbortSignal,
  animation: Animation,
  write: (bytes: Uint8Array<ArrayBuffer>) => void,
  onEvent: (event: ExportGifEvent) => void,
): Promise<WrittenAnimation> {
  const writer = new PatchWriter(animation, await survey(signal, animation, onEvent));
  let [frame, duration, bytes] = [0, 0, 0];
  const send = (piece: Uint8Array<ArrayBuffer>): void => {
    bytes += piece.length;
    write(piece);
  };
  send(writer.header(animation.repetitions));
  for await (const patch of patches(signal, animation)) {
    send(writer.patch(patch));
    frame += 1;
    duration += shownMilliseconds(patch.delay);
    onEvent({ phase: 'write', frame, frames: animation.frameCount, bytes });
  }
  send(writer.trailer());
  return { frames: frame, duration };
}
