/** A caption service that does as the picture's text says; the client's test runs it as a real worker. */
import { expose, releaseProxy } from 'comlink';
import type { CaptionEvent, CaptionResult, CaptionService } from '../../workers/protocol/caption-service.ts';
import { OfaError } from '../../workers/protocol/errors.ts';
import { keepErrorCodes } from '../../workers/protocol/wire.ts';

keepErrorCodes();

const born = Date.now() + Math.random();
const aborted: string[] = [];
const result = (text: string): CaptionResult => ({
  hypotheses: [{ text, tokens: [2], score: -0.5, finished: true }],
  hidden: 0,
  timings: { preprocess: 1, encode: 2, decode: 3, steps: 4 },
});

const commands: Readonly<Record<string, (onEvent: (event: CaptionEvent) => void) => Promise<CaptionResult>>> =
  {
    events: async (onEvent) => {
      onEvent({ phase: 'preprocess' });
      onEvent({ phase: 'encode' });
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
      return result('done');
    },
    refuse: () => Promise.reject(new OfaError('image-damaged', 'cut short', { file: 'a.png' })),
    hang: () => new Promise(() => undefined),
    crash: () => {
      setTimeout(() => {
        throw new Error('gone');
      });
      return new Promise(() => undefined);
    },
    born: () => Promise.resolve(result(String(born))),
    aborted: () => Promise.resolve(result(aborted.join())),
  };

const service: CaptionService = {
  // As long as this thread never ends, it answers nothing.
  loadModel: async (_job, { folderUrl }, onEvent) => {
    if (folderUrl !== 'frozen:/') throw new OfaError('model-not-found', 'none');
    onEvent({ phase: 'engine', backend: 'wasm' });
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    for (;;);
  },
  ping: () => Promise.resolve(),
  caption: async (_job, image, _options, onEvent) => {
    const captions = await commands[await image.text()](onEvent);
    (onEvent as unknown as { [releaseProxy]: () => void })[releaseProxy]();
    return captions;
  },
  expectPicture: () => Promise.resolve(),
  abort: (job) => {
    aborted.push(job);
    return Promise.resolve();
  },
};

expose(service);
