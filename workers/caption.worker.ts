/** Entry of the caption worker: `CaptionService` on the browser's own decoder, storage and ONNX Runtime. */
import { expose } from 'comlink';
import { CaptionHost } from './ofa/caption-host.ts';
import { decodeInBrowser } from './ofa/image/browser-decoder.ts';
import { pictureDecoder } from './ofa/image/open-picture.ts';
import { picturePreparation } from './ofa/image/prepare-picture.ts';
import { preparationRehearsal } from './ofa/image/rehearse-preparation.ts';
import { browserRuntimes } from './ofa/session/browser-runtimes.ts';
import { gpuFeatures, graphicsKind } from './ofa/session/webgpu-device.ts';
import { trustOwnScripts } from './protocol/trusted-scripts.ts';
import { keepErrorCodes } from './protocol/wire.ts';
import { stolen } from './weights/exclusive.ts';
import { openFilesFolder } from './weights/open-files-folder.ts';
import { openModelFolder } from './weights/open-model-folder.ts';
import { browserPlatform } from './weights/platform.ts';

const platform = browserPlatform();
const preparePicture = picturePreparation(pictureDecoder(decodeInBrowser));

trustOwnScripts(location.origin);
keepErrorCodes();
expose(
  new CaptionHost({
    preparePicture,
    rehearse: preparationRehearsal(preparePicture),
    deviceFeatures: async (backend) => (backend === 'webgpu' ? gpuFeatures(navigator) : []),
    graphicsKind: () => graphicsKind(navigator),
    openRuntime: browserRuntimes(),
    openFolder: (signal, { folderUrl, mirrors = [], files, takesOver }, chooseVariant, onEvent) =>
      files === undefined
        ? openModelFolder(signal, folderUrl, {
            platform: takesOver === true ? { ...platform, locks: stolen(platform.locks) } : platform,
            mirrors,
            chooseVariant,
            onEvent,
          })
        : openFilesFolder(signal, files, { chooseVariant, onEvent }),
  }),
);
