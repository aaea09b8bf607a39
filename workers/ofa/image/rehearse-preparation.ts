import type { PreparePicture } from '../picture-encoder.ts';

/** As large as pictures from the web mostly are, so that the loops run long enough to be compiled. */
const size = { width: 640, height: 480 };
const preprocessing = {
  patchImageSize: 112,
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
} as const;

/**
 * Prepares an empty JPEG once: the browser's codec and canvas are started and the code is compiled before the first
 * picture comes, which otherwise takes several times as long. The function that it returns never rejects; where the
 * browser cannot do this, the first picture tells.
 */
export function preparationRehearsal(prepare: PreparePicture): () => Promise<void> {
  let rehearsal: Promise<unknown> | undefined;
  const rehearse = async (): Promise<void> => {
    const canvas = new OffscreenCanvas(size.width, size.height);
    canvas.getContext('2d')?.fillRect(0, 0, size.width, size.height);
    const image = await canvas.convertToBlob({ type: 'image/jpeg' });
    await prepare(new AbortController().signal, image, preprocessing);
  };
  return async () => {
    rehearsal ??= rehearse().catch(() => undefined);
    await rehearsal;
  };
}
