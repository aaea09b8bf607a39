import { OfaError } from '../../workers/protocol/errors.ts';
import { animatedFormat } from '../../workers/protocol/animated-picture.ts';
import type { Placement } from '../meme/placement.ts';
import { isComplete } from './completeness.ts';
import { findCalmPlace } from './find-calm-place.ts';
import { loadElement } from './load-element.ts';
import { announcedSize, headerBytes, refuseTooLarge } from '../../workers/protocol/picture-size.ts';
import { sniffedBytes, sniffPictureType } from '../../workers/protocol/picture-type.ts';

/** A file that says it is a picture, and whole; nobody has decoded it yet. */
export interface ReadImage {
  /** The file as it came, or a PNG of it (`redraw.ts`): what the model gets. */
  readonly blob: Blob;
  readonly bytes: Uint8Array;
  /** With its ending. */
  readonly fileName: string;
}

/** A picture that is on the stage or on its way there. */
export interface ImageInput {
  /** As it was read. */
  readonly blob: Blob;
  /** The file's name without its ending. */
  readonly name: string;
  /** Pixels as displayed: EXIF orientation applied. */
  readonly width: number;
  readonly height: number;
  /** True for an animation that this browser can take apart. `source` and `preview` show its first frame. */
  readonly moves: boolean;
  /** Where a caption disturbs it least. */
  readonly calmPlace: Placement;
  /** The whole picture, for export. */
  readonly source: HTMLImageElement;
  /** A rendition no larger than `previewSide`, quick to paint. */
  readonly preview: HTMLCanvasElement;
}

const megabyte = 1_000_000;
const mostBytes = 300 * megabyte;
/** Longest side of a preview in pixels: as much as a large screen shows. */
const previewSide = 2560;

function rendition(image: HTMLImageElement): HTMLCanvasElement {
  const scale = Math.min(1, previewSide / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const context = canvas.getContext('2d');
  if (context === null) throw new OfaError('out-of-memory', 'No canvas for the preview');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function refuseUnfit(name: string, { size }: Blob): void {
  if (size === 0) throw new OfaError('image-empty', `${name} has no bytes`, { file: name });
  if (size > mostBytes) {
    throw new OfaError('image-too-large', `${name} has ${size} bytes`, {
      file: name,
      megabytes: Math.round(size / megabyte),
    });
  }
}

/** The file itself if page and worker can decode it, else a PNG of what it shows. */
async function decodable(blob: Blob, name: string): Promise<Blob> {
  const head = new Uint8Array(await blob.slice(0, sniffedBytes).arrayBuffer());
  if (sniffPictureType(head) !== null) return blob;
  const { redraw } = await import('./redraw.ts');
  return redraw(blob, name);
}

/**
 * The file's bytes.
 *
 * @throws OfaError `image-damaged` if its end is missing, `image-too-large` if it says so: a browser that cannot decode it
 *   would not tell why
 */
async function readWhole(blob: Blob, name: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const type = sniffPictureType(bytes);
  if (type === null) return bytes;
  const announced = announcedSize(type, bytes.subarray(0, headerBytes));
  if (announced !== null) refuseTooLarge(announced, name);
  if (!isComplete(type, bytes)) {
    throw new OfaError('image-damaged', `${name} ends too early`, { file: name });
  }
  return bytes;
}

/** GIF is taken apart by our own decoder, the others by the browser's, where it has one. */
function canTakeApart(bytes: Uint8Array): boolean {
  const format = animatedFormat(bytes);
  return format === 'gif' || (format !== null && 'ImageDecoder' in globalThis);
}

/**
 * Reads a picture file.
 *
 * @param fileName With its ending, for messages and for the download's name.
 * @throws OfaError `image-empty`, `image-damaged` (cut short), `image-too-large`, or what `redraw` throws
 */
export async function readImage(file: Blob, fileName: string): Promise<ReadImage> {
  refuseUnfit(fileName, file);
  const blob = await decodable(file, fileName);
  return { blob, bytes: await readWhole(blob, fileName), fileName };
}

/**
 * Decodes a picture that was read.
 *
 * @throws OfaError `image-damaged` or `image-too-large`
 */
export async function decodeImage({ blob, bytes, fileName }: ReadImage): Promise<ImageInput> {
  const url = URL.createObjectURL(blob);
  try {
    const source = await loadElement(url, fileName);
    refuseTooLarge({ width: source.naturalWidth, height: source.naturalHeight }, fileName);
    // Off this thread, so that the first paint does not freeze the page.
    await source.decode().catch((error: unknown) => {
      throw new OfaError('image-damaged', `${fileName} cannot be decoded`, { file: fileName }, error);
    });
    const preview = rendition(source);
    return {
      blob,
      name: fileName.replace(/\.[^.]*$/u, ''),
      width: source.naturalWidth,
      height: source.naturalHeight,
      moves: canTakeApart(bytes),
      calmPlace: await findCalmPlace(preview),
      source,
      preview,
    };
  } catch (error) {
    URL.revokeObjectURL(url);
    throw error;
  }
}

/**
 * Opens a picture file: reads and decodes it.
 *
 * @throws what `readImage` and `decodeImage` throw
 */
export async function openImage(file: Blob, fileName: string): Promise<ImageInput> {
  return decodeImage(await readImage(file, fileName));
}

/** Gives the picture's memory back. */
export function closeImage(image: ImageInput): void {
  URL.revokeObjectURL(image.source.src);
}
