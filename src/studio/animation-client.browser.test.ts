import { expect, it } from 'vitest';
import type { ExportGifRequest } from '../../workers/protocol/animation-service.ts';
import { createAnimationClient } from './animation-client.ts';

function startHanging(): Worker {
  return new Worker(URL.createObjectURL(new Blob(['for (;;);'], { type: 'text/javascript' })));
}

async function request(): Promise<ExportGifRequest> {
  const overlay = await createImageBitmap(new ImageData(1, 1));
  return { overlay } as ExportGifRequest;
}

it('an export of which nothing is heard ends with a code', async () => {
  const client = createAnimationClient(startHanging, 2);
  const exporting = client.exportGif(new AbortController().signal, await request(), () => {});
  await expect(exporting).rejects.toMatchObject({ code: 'worker-stalled' });
});

it('an export whose worker hangs can be aborted', async () => {
  const controller = new AbortController();
  const exporting = createAnimationClient(startHanging).exportGif(
    controller.signal,
    await request(),
    () => {},
  );
  controller.abort();
  await expect(exporting).rejects.toBe(controller.signal.reason);
});
