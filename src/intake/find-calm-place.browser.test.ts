import { afterEach, expect, it, vi } from 'vitest';
import { findCalmPlace } from './find-calm-place.ts';

afterEach(() => vi.unstubAllGlobals());

/** A picture of stripes below a plain sky. */
function stripesBelow(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 480;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = '#88aaee';
  context.fillRect(0, 0, 640, 480);
  context.fillStyle = '#201000';
  for (let x = 0; x < 640; x += 80) context.fillRect(x, 200, 40, 280);
  return canvas;
}

it('a busy ground sends the caption to the sky', async () => {
  expect(await findCalmPlace(stripesBelow())).toBe('top');
});

it('a face in the sky is left alone', async () => {
  const seen: unknown[] = [];
  class FaceDetector {
    detect(picture: CanvasImageSource): Promise<unknown> {
      seen.push(picture);
      return Promise.resolve([{ boundingBox: new DOMRect(200, 10, 120, 90) }]);
    }
  }
  vi.stubGlobal('FaceDetector', FaceDetector);
  const picture = stripesBelow();
  expect(await findCalmPlace(picture)).not.toBe('top');
  expect(seen).toEqual([picture]);
});

it('a detector that does not work is none', async () => {
  vi.stubGlobal(
    'FaceDetector',
    class {
      detect(): Promise<never> {
        return Promise.reject(new DOMException('No service', 'NotSupportedError'));
      }
    },
  );
  expect(await findCalmPlace(stripesBelow())).toBe('top');
});
