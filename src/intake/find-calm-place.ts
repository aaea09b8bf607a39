import { calmestPlace, type GreyGrid } from '../meme/calm-place.ts';
import type { Box } from '../meme/document.ts';
import type { Placement } from '../meme/placement.ts';

/** The Shape Detection API, which few browsers have and TypeScript does not know. */
interface FaceDetector {
  detect(picture: CanvasImageSource): Promise<readonly { readonly boundingBox: DOMRectReadOnly }[]>;
}

interface FaceDetectorHolder {
  readonly FaceDetector?: new (options: { readonly fastMode: boolean }) => FaceDetector;
}

/** Cells of the grid along each side. */
const gridSide = 32;

function greyGrid(picture: HTMLCanvasElement): GreyGrid | null {
  const canvas = document.createElement('canvas');
  canvas.width = gridSide;
  canvas.height = gridSide;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, gridSide, gridSide);
  const { data } = context.getImageData(0, 0, gridSide, gridSide);
  const cells = Array.from({ length: gridSide ** 2 }, (_, cell) => {
    const [red, green, blue] = data.subarray(4 * cell, 4 * cell + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
  return { columns: gridSide, rows: gridSide, cells };
}

/** Faces as fractions of the picture; none where the browser cannot tell. */
async function findFaces(picture: HTMLCanvasElement): Promise<readonly Box[]> {
  const { FaceDetector } = globalThis as FaceDetectorHolder;
  if (FaceDetector === undefined) return [];
  try {
    const faces = await new FaceDetector({ fastMode: true }).detect(picture);
    return faces.map(({ boundingBox: { x, y, width, height } }) => ({
      x: x / picture.width,
      y: y / picture.height,
      width: width / picture.width,
      height: height / picture.height,
    }));
  } catch {
    // The system below has no detector.
    return [];
  }
}

/** Where a caption disturbs the picture least. */
export async function findCalmPlace(picture: HTMLCanvasElement): Promise<Placement> {
  const grid = greyGrid(picture);
  return grid === null ? 'bottom' : calmestPlace(grid, await findFaces(picture));
}
