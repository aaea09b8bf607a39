/** The caption worker with the runtime of the baseline that names the worker; all else is the product's. */
import { expose } from 'comlink';
import { CaptionHost } from '../../ofa/caption-host.ts';
import { decodeInBrowser } from '../../ofa/image/browser-decoder.ts';
import { pictureDecoder } from '../../ofa/image/open-picture.ts';
import { picturePreparation } from '../../ofa/image/prepare-picture.ts';
import { browserRuntimes } from '../../ofa/session/browser-runtimes.ts';
import { OfaError } from '../../protocol/errors.ts';
import { keepErrorCodes } from '../../protocol/wire.ts';
import { openModelFolder } from '../../weights/open-model-folder.ts';
import { browserPlatform } from '../../weights/platform.ts';
import { baselines, isBaseline } from './baselines.ts';

const { name } = self;
const platform = browserPlatform();
const openRuntime = browserRuntimes();

keepErrorCodes();
expose(
  new CaptionHost({
    preparePicture: picturePreparation(pictureDecoder(decodeInBrowser)),
    graphicsKind: async () => Promise.resolve('none'),
    openRuntime: async (backend, threads) => {
      if (!isBaseline(name)) throw new OfaError('internal', `There is no baseline ${name}`);
      return baselines[name](await openRuntime(backend, threads));
    },
    openFolder: (signal, { folderUrl, mirrors = [] }, chooseVariant, onEvent) =>
      openModelFolder(signal, folderUrl, { platform, mirrors, chooseVariant, onEvent }),
  }),
);
