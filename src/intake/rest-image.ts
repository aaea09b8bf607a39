import type { ImageInput } from './image-input.ts';

/** Longest side in pixels of the preview of a picture that is not on the stage: enough for the film strip. */
const restSide = 192;
/** Longest side of the preview on the stage. */
const stageSide = 2560;

function rendition(
  source: CanvasImageSource,
  { width, height }: ImageInput,
  side: number,
): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  if (context !== null) {
    context.imageSmoothingQuality = 'high';
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
  }
  return canvas;
}

/** The picture off the stage: of many, only one has a preview of many megabytes. */
export function atRest(image: ImageInput): ImageInput {
  const { preview } = image;
  if (Math.max(preview.width, preview.height) <= restSide) return image;
  return { ...image, preview: rendition(preview, image, restSide) };
}

/** The picture as the stage needs it; decoded off the page's thread first. */
export async function awake(image: ImageInput): Promise<ImageInput> {
  const { preview, width, height, source } = image;
  const isSharp = Math.max(preview.width, preview.height) >= Math.min(stageSide, Math.max(width, height));
  if (isSharp) return image;
  // A picture that cannot be decoded now was decoded before; its small preview stays.
  await source.decode().catch(() => undefined);
  return { ...image, preview: rendition(source, image, stageSide) };
}
