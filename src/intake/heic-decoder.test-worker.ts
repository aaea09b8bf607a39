/** A HEIC service that starts and then does as its file is named; the decoder's test runs it as a real worker. */
import { expose } from 'comlink';
import { keepErrorCodes } from '../../workers/protocol/wire.ts';

keepErrorCodes();

expose({
  load: () => Promise.resolve(),
  decode: (_file: Blob, behaviour: string) => {
    if (behaviour === 'crashes') {
      setTimeout(() => {
        throw new Error('a fault outside of any call');
      });
    }
    return new Promise(() => undefined);
  },
});
