import { OfaError } from '../../workers/protocol/errors.ts';
import { animatedFormat } from '../../workers/protocol/animated-picture.ts';
import { isComplete } from './completeness.ts';
import { sniffedBytes, sniffPictureType } from '../../workers/protocol/picture-type.ts';

/** A picture that is on the stage or on its way there. */
export interface ImageInput {
  /** The file as it came: what the model gets. */
  readonly blob: Blob;
  /** The file's name without its ending. */
  readonly name: string;
  /** Pixels as displayed: EXIF orientation applied. */
  readonly width: number;
  readonly height: number;
  /** True for an animation that this browser can take apart. `source` and `preview` show its first frame. */
  readonly moves: boolean;
  /** The whole picture, for export. */
  readonly source: HTMLImageElement;
  /** A rendition no larger than `previewSide`, quick to paint. */
  readonly preview: HTMLCanvasElement;
}

const megapixel = 1_000_000;
/** Four bytes a pixel, held twice while a PNG is written. */
const mostMegapixels = 120;
const mostBytes = 300 * megapixel;
/** Longest side of a preview in pixels: as much as a large screen shows. */
const previewSide = 2560;

async function load(url: string, name: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  try {
    await new Promise((resolve, reject) => {
      image.addEventListener('load', resolve, { once: true });
      image.addEventListener('error', reject, { once: true });
    });
  } catch (error) {
    throw new OfaError('image-damaged', `${name} cannot be decoded`, { file: name }, error);
  }
  return image;
}

function refuseTooLarge(name: string, width: number, height: number): void {
  const megapixels = Math.round((width * height) / megapixel);
  if (megapixels > mostMegapixels) {
    throw new OfaError('image-too-large', `${name} has ${megapixels} megapixels`, {
      file: name,
      megapixels,
      limit: mostMegapixels,
    });
  }
}

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

/** The file's bytes. @throws OfaError if they are no whole picture. */
async function readChecked(blob: Blob, name: string): Promise<Uint8Array> {
  if (blob.size === 0) throw new OfaError('image-empty', `${name} has no bytes`, { file: name });
  const type = sniffPictureType(new Uint8Array(await blob.slice(0, sniffedBytes).arrayBuffer()));
  if (type === null) throw new OfaError('image-unsupported', `${name} is no picture`, { file: name });
  if (blob.size > mostBytes) {
    throw new OfaError('image-too-large', `${name} has ${blob.size} bytes`, {
      file: name,
      megabytes: Math.round(blob.size / megapixel),
    });
  }
  const bytes = new Uint8Array(await blob.arrayBuffer());
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
 * Opens a picture file.
 *
 * @param fileName With its ending, for messages and for the download's name.
 * @throws OfaError `image-empty`, `image-unsupported`, `image-damaged` (cut short or undecodable) or
 *   `image-too-large`.
 */
export async function openImage(blob: Blob, fileName: string): Promise<ImageInput> {
  const bytes = await readChecked(blob, fileName);
  const url = URL.createObjectURL(blob);
  try {
    const source = await load(url, fileName);
    refuseTooLarge(fileName, source.naturalWidth, source.naturalHeight);
    // Off this thread, so that the first paint does not freeze the page.
    await source.decode().catch((error: unknown) => {
      throw new OfaError('image-damaged', `${fileName} cannot be decoded`, { file: fileName }, error);
    });
    return {
      blob,
      name: fileName.replace(/\.[^.]*$/u, ''),
      width: source.naturalWidth,
      height: source.naturalHeight,
      moves: canTakeApart(bytes),
      source,
      preview: rendition(source),
    };
  } catch (error) {
    URL.revokeObjectURL(url);
    throw error;
  }
}

/** Gives the picture's memory back. */
export function closeImage(image: ImageInput): void {
  URL.revokeObjectURL(image.source.src);
}
