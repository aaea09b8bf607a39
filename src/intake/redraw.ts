import { OfaError } from '../../workers/protocol/errors.ts';
import { refuseTooLarge } from '../../workers/protocol/picture-size.ts';
import { sniffedBytes } from '../../workers/protocol/picture-type.ts';
import { createHeicDecoder, startHeicWorker } from './heic-decoder.ts';
import { isHeic } from './heic.ts';
import { loadElement } from './load-element.ts';
import { isSvg, withSize } from './svg.ts';

const decodeHeic = createHeicDecoder(startHeicWorker);

/** Where the root element of a drawing is looked for. */
const svgHead = 16_384;

async function asPng(element: HTMLImageElement, width: number, height: number, name: string): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(element, 0, 0, width, height);
  let blob: Blob | null;
  try {
    blob = await new Promise((resolve) => canvas.toBlob(resolve));
  } catch (error) {
    // Safari keeps the pixels of a drawing with HTML in it to itself (https://bugs.webkit.org/show_bug.cgi?id=119492).
    throw new OfaError('image-unsupported', `${name} may not be read`, { file: name }, error);
  } finally {
    canvas.width = 0;
  }
  if (blob === null) throw new OfaError('out-of-memory', `No canvas of ${width} × ${height}`);
  return blob;
}

/**
 * A drawing is shown by an image element only, where the browser runs no script in it and fetches nothing for it, and
 * goes on as its pixels.
 */
async function drawSvg(blob: Blob, name: string): Promise<Blob> {
  const { text, width, height } = withSize(await blob.text());
  // An object URL would keep a drawing with HTML in it from being read, in Chromium
  // (https://issues.chromium.org/issues/41054640).
  const element = await loadElement(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`, name);
  return asPng(element, width, height, name);
}

/** By the browser's own decoder, which Safari has, else by ours; the model's worker has none. */
async function drawHeic(blob: Blob, name: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([blob], { type: 'image/heic' }));
  try {
    const element = await loadElement(url, name).catch(() => null);
    if (element === null) return await decodeHeic(blob, name);
    const { naturalWidth: width, naturalHeight: height } = element;
    refuseTooLarge({ width, height }, name);
    return await asPng(element, width, height, name);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * A PNG of what a file shows that the page does not open as it is: SVG and HEIC.
 *
 * @throws OfaError `image-unsupported`, `image-damaged`, `out-of-memory`, or what a decoder of HEIC throws
 */
export async function redraw(blob: Blob, name: string): Promise<Blob> {
  const head = new Uint8Array(await blob.slice(0, svgHead).arrayBuffer());
  if (isHeic(head.subarray(0, sniffedBytes))) return drawHeic(blob, name);
  if (isSvg(new TextDecoder().decode(head))) return drawSvg(blob, name);
  throw new OfaError('image-unsupported', `${name} is no picture`, { file: name });
}
