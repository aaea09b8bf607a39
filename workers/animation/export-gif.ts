import { animatedFormat } from '../protocol/animated-picture.ts';
import type { ExportedGif, ExportGifEvent, ExportGifRequest } from '../protocol/animation-service.ts';
import { OfaError } from '../protocol/errors.ts';
import type { Animation } from './animation.ts';
import { BlobBuilder } from './blob-builder.ts';
import { PixelReader } from './canvas.ts';
import { openGif } from './gif/gif-frames.ts';
import { openWithImageDecoder } from './image-decoder-animation.ts';
import { refuseLargeCanvas, refuseLargeFile, refuseLongAnimation } from './limits.ts';
import { type Overlay, withOverlay } from './overlay.ts';
import { resized } from './resized.ts';
import { writeAnimation } from './write-animation.ts';

/**
 * Opens a moving picture: GIF by our own decoder, the others by the browser's.
 *
 * @throws OfaError `image-unsupported`, `image-damaged` or `image-too-large`
 */
async function openAnimation(picture: Blob): Promise<Animation> {
  refuseLargeFile(picture.size);
  const file = await picture.arrayBuffer();
  const bytes = new Uint8Array(file);
  const format = animatedFormat(bytes);
  if (format === null) throw new OfaError('image-unsupported', 'The picture does not move');
  return format === 'gif' ? openGif(bytes) : openWithImageDecoder(file, format);
}

/** The bitmap's pixels; closes it. */
function readOverlay(bitmap: ImageBitmap): Overlay {
  const { width, height } = bitmap;
  refuseLargeCanvas(width, height);
  const pixels = new PixelReader(width, height).read(bitmap);
  bitmap.close();
  return { width, height, pixels };
}

/**
 * Writes the overlay on every frame of a moving picture, as GIF.
 *
 * @throws OfaError `image-unsupported`, `image-damaged`, `image-too-large` or `out-of-memory`; `signal.reason`
 */
export async function exportGif(
  signal: AbortSignal,
  { picture, overlay, placement }: ExportGifRequest,
  onEvent: (event: ExportGifEvent) => void,
): Promise<ExportedGif> {
  const { width, height, pixels } = readOverlay(overlay);
  const animation = await openAnimation(picture);
  refuseLongAnimation(animation.frameCount, animation.frameCount * width * height);
  const placed = withOverlay(
    resized(animation, placement.width, placement.height),
    { width, height, pixels },
    placement.left,
    placement.top,
  );
  const file = new BlobBuilder();
  const { frames, duration } = await writeAnimation(signal, placed, (bytes) => file.add(bytes), onEvent);
  return {
    blob: file.build('image/gif'),
    width,
    height,
    frames,
    duration,
    repetitions: animation.repetitions,
    truncated: animation.damaged || frames < animation.frameCount,
  };
}
