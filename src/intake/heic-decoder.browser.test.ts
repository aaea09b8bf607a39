import { expect, it, vi } from 'vitest';
import { keepErrorCodes } from '../../workers/protocol/wire.ts';
import { createHeicDecoder, startHeicWorker } from './heic-decoder.ts';

keepErrorCodes();

const file = new Blob(['ftypheic']);

function startObedient(): Worker {
  return new Worker(new URL('./heic-decoder.test-worker.ts', import.meta.url), { type: 'module' });
}

it.each([
  ['the library is not there', startHeicWorker, '/no/such/library.wasm'],
  ['nobody answers for the library', startHeicWorker, 'https://nobody.invalid/library.wasm'],
  ['the worker’s script is not there', () => new Worker('/no/such/worker.js', { type: 'module' }), undefined],
] as const)('if %s, the decoder could not be fetched', async (_, startWorker, library) => {
  const decoding = createHeicDecoder(startWorker, library)(file, 'IMG_1.HEIC');
  await expect(decoding).rejects.toMatchObject({ code: 'image-heic', details: { file: 'IMG_1.HEIC' } });
});

it('a worker that dies while it decodes ends the call', async () => {
  const decoding = createHeicDecoder(startObedient)(file, 'crashes');
  await expect(decoding).rejects.toMatchObject({ code: 'worker-crashed' });
});

it('a worker of which nothing is heard ends the call, and is ended', async () => {
  const worker = startObedient();
  const terminate = vi.spyOn(worker, 'terminate');
  const decoding = createHeicDecoder(() => worker, undefined, { start: 60, decode: 1 })(file, 'hangs');
  await expect(decoding).rejects.toMatchObject({ code: 'worker-stalled' });
  expect(terminate).toHaveBeenCalled();
});
