/** Reads the pixels of an `ImageBitmap` back, a strip of rows at a time. */
import { OfaError } from '../../protocol/errors.ts';
import { messageTurn } from '../message-turn.ts';
import type { Picture } from './picture.ts';

/** Pixels of one strip, and its rows at most. */
const stripPixels = 1 << 20;
const stripRows = 512;
/** Of the canvas that is kept; every strip of a picture that is no wider fits into it. */
const keptWidth = stripPixels / stripRows;

interface RowReader {
  /** RGBA of rows `top` to `top + count`. */
  read(top: number, count: number): Uint8Array | Uint8ClampedArray;
  dispose(): void;
}

/** @param rows That are read at once at most. */
type OpenRowReader = (bitmap: ImageBitmap, rows: number) => RowReader;

function stripContext(width: number, rows: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, rows).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new OfaError('out-of-memory', 'No canvas to decode on');
  return context;
}

let kept: OffscreenCanvasRenderingContext2D | undefined;

/**
 * The first drawing on a worker's canvas waits for the page's thread, which is busy with the same picture: measured in
 * Chromium, 50 ms. So one canvas of 4 MB serves all pictures but very wide ones; every strip is read as soon as it is drawn.
 */
function contextFor(width: number, rows: number): OffscreenCanvasRenderingContext2D {
  if (width > keptWidth) return stripContext(width, rows);
  kept ??= stripContext(keptWidth, stripRows);
  return kept;
}

/**
 * Reads through a 2D canvas. It keeps colours multiplied by alpha, so what lies under transparent pixels is lost;
 * opaque pictures come out bit for bit.
 */
export const readThroughCanvas: OpenRowReader = (bitmap, rows) => {
  const { width } = bitmap;
  const context = contextFor(width, rows);
  return {
    read(top, count) {
      context.clearRect(0, 0, width, count);
      context.drawImage(bitmap, 0, top, width, count, 0, 0, width, count);
      return context.getImageData(0, 0, width, count).data;
    },
    dispose() {},
  };
};

/**
 * Reads through a WebGL texture, the one way to a bitmap's pixels that does not multiply them by alpha (frames of
 * `ImageDecoder` are multiplied in Chromium). Falls back to the canvas where there is no WebGL or the picture is too
 * wide for it.
 */
export const readThroughTexture: OpenRowReader = (bitmap, rows) => {
  const { width } = bitmap;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (gl === null || width > gl.getParameter(gl.MAX_TEXTURE_SIZE)) return readThroughCanvas(bitmap, rows);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  const rgba = new Uint8Array(width * rows * 4);
  return {
    read(top, count) {
      gl.pixelStorei(gl.UNPACK_SKIP_ROWS, top);
      const { TEXTURE_2D, RGBA, UNSIGNED_BYTE } = gl;
      gl.texImage2D(TEXTURE_2D, 0, RGBA, width, count, 0, RGBA, UNSIGNED_BYTE, bitmap);
      // The texture must have its size before it is attached.
      const texture = gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture;
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, TEXTURE_2D, texture, 0);
      gl.readPixels(0, 0, width, count, RGBA, UNSIGNED_BYTE, rgba);
      const error = gl.getError();
      if (error !== gl.NO_ERROR)
        throw new OfaError('out-of-memory', `WebGL cannot read the picture: error ${error}`);
      return rgba.subarray(0, width * count * 4);
    },
    dispose() {
      // Contexts are few and collected late.
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
};

function dropAlpha(rgba: Uint8Array | Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = rgba[from];
    rgb[to + 1] = rgba[from + 1];
    rgb[to + 2] = rgba[from + 2];
  }
  return rgb;
}

/** A bitmap as a picture. It is closed once its strips are read. */
export function bitmapPicture(bitmap: ImageBitmap, openReader: OpenRowReader): Picture {
  const { width, height } = bitmap;
  return {
    width,
    height,
    async *strips() {
      const rows = Math.min(height, stripRows, Math.max(1, Math.floor(stripPixels / width)));
      const reader = openReader(bitmap, rows);
      try {
        for (let top = 0; top < height; top += rows) {
          yield dropAlpha(reader.read(top, Math.min(rows, height - top)));
          await messageTurn();
        }
      } finally {
        reader.dispose();
        bitmap.close();
      }
    },
  };
}
