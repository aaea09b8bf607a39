import { fact, fileOf, megabytes } from './fact.ts';
import type { Messages } from './messages.ts';

const reloadOnce = 'Open the page again; if it stays like this, send us the technical details.';
const otherCheckpoint = 'Take another OFA checkpoint.';
const saveAgain = 'Save or download the picture again and drop it here.';

/** Every failure: what happened, and what to do. */
export const errorsEn: Messages['errors'] = {
  'image-empty': (details) => ({
    whatHappened: `${fileOf(details, 'This file')} is empty: there is not one byte in it.`,
    whatToDo: saveAgain,
  }),
  'image-unsupported': (details) => ({
    whatHappened: `${fileOf(details, 'This file')} is not a picture that can be opened.`,
    whatToDo: 'Use JPEG, PNG, WebP, GIF, BMP, AVIF, HEIC or SVG.',
  }),
  'image-heic': (details) => ({
    whatHappened: `${fileOf(details, 'This picture')} is HEIC, and the decoder for it could not be fetched.`,
    whatToDo:
      'Connect and try again; once it is here, HEIC opens without a network too. Or save the picture as JPEG first.',
  }),
  'image-damaged': (details) => ({
    whatHappened: `${fileOf(details, 'This picture')} is damaged or was not downloaded to its end.`,
    whatToDo: saveAgain,
  }),
  'image-too-large': (details) => ({
    whatHappened:
      details.megapixels === undefined
        ? 'This picture is too large for the browser.'
        : `This picture has ${details.megapixels} megapixels, too many for the browser.`,
    whatToDo: 'Make it smaller first and drop it again.',
  }),
  'link-invalid': () => ({
    whatHappened: 'This is not an address.',
    whatToDo: 'Addresses begin with https://, such as https://example.org/cat.jpg.',
  }),
  'link-offline': () => ({
    whatHappened: 'There is no network.',
    whatToDo: 'Connect and try again; pictures on this device work all the same.',
  }),
  'link-blocked': (details) => ({
    whatHappened: `${fact(details, 'host', 'That site')} does not let other pages read its pictures, or cannot be reached.`,
    whatToDo: 'Save or copy the picture there, then drop or paste it here.',
  }),
  'link-not-found': (details) => ({
    whatHappened: `There is no picture at this address (HTTP ${fact(details, 'status', '404')}).`,
    whatToDo: 'Check that the address is complete, or try again later.',
  }),
  'link-no-picture': () => ({
    whatHappened: 'This is the address of a page, not of a picture.',
    whatToDo: 'Right-click the picture there, choose “Copy image address”, and try again.',
  }),
  'camera-denied': () => ({
    whatHappened: 'The browser did not allow the camera. That is fine.',
    whatToDo:
      'To take a photo, allow the camera beside the address bar and open it again; or choose a picture.',
  }),
  'camera-unavailable': () => ({
    whatHappened: 'No camera could be used.',
    whatToDo: 'Connect one, close other programs that use it, and try again.',
  }),
  'model-not-found': (details) =>
    details.file === undefined
      ? {
          whatHappened: 'There is no model at this address.',
          whatToDo: 'Check the address of the model folder: model.json should be in it.',
        }
      : {
          whatHappened: `There is no ${fileOf(details, 'model')} among these files.`,
          whatToDo:
            'A checkpoint folder needs pytorch_model.bin, config.json, configuration.json and vocab.txt; a converted one needs model.json.',
        },
  'model-manifest-invalid': () => ({
    whatHappened: 'The model’s manifest, model.json, cannot be understood.',
    whatToDo: 'Convert the model again with this version of the converter.',
  }),
  'model-file-corrupt': (details) => ({
    whatHappened: `The checksum of ${fileOf(details, 'a model file')} is wrong.`,
    whatToDo:
      'Try again: the broken part is downloaded anew. Where it is a file of this device, take a whole one.',
  }),
  'model-unsupported': () => ({
    whatHappened: 'This model has no variant for this device.',
    whatToDo: 'Take another model or a newer browser.',
  }),
  'download-offline': () => ({
    whatHappened: 'There is no connection.',
    whatToDo: 'Connect and try again; what was downloaded is kept.',
  }),
  'download-blocked': () => ({
    whatHappened:
      'The browser or the network blocked the download, or that site lets no other page read its files.',
    whatToDo: 'Switch off blocking extensions, or try another network or another address.',
  }),
  'download-not-found': (details) => ({
    whatHappened: `The server does not have ${fileOf(details, 'this file')}.`,
    whatToDo: 'Check the model’s address, or try again later.',
  }),
  'download-wrong-content': () => ({
    whatHappened: 'What the server sent is no model file, most likely an error page.',
    whatToDo: 'Check the model’s address; a public network may want you to log in first.',
  }),
  'download-failed': (details) => ({
    whatHappened: `The download of ${fileOf(details, 'a file')} failed.`,
    whatToDo: 'Check the network and try again in a while.',
  }),
  'storage-full': (details) => ({
    whatHappened:
      details.neededBytes === undefined
        ? 'This device has no more room for the browser’s data.'
        : `This device has no room for the browser’s data: about ${megabytes(details.neededBytes)} MB more are needed.`,
    whatToDo: 'Free some space, or clear the data of other sites, and try again.',
  }),
  'storage-unavailable': () => ({
    whatHappened: 'The browser does not let this page keep data.',
    whatToDo: 'Leave private browsing, or allow this site to keep data.',
  }),
  'checkpoint-damaged': (details) => ({
    whatHappened: `${fileOf(details, 'The checkpoint file')} is damaged or not whole.`,
    whatToDo: 'Download or copy it again.',
  }),
  'checkpoint-unsafe': () => ({
    whatHappened: 'The checkpoint holds code that has no place in it. It was not run.',
    whatToDo: 'Download the checkpoint from a source that you trust.',
  }),
  'checkpoint-unsupported': () => ({
    whatHappened: 'This kind of checkpoint is not known.',
    whatToDo: otherCheckpoint,
  }),
  'checkpoint-tensor-missing': (details) => ({
    whatHappened: `The checkpoint lacks ${fact(details, 'tensor', 'a weight')}.`,
    whatToDo: otherCheckpoint,
  }),
  'config-invalid': (details) => ({
    whatHappened: `The model’s configuration is wrong: ${fact(details, 'field', 'config.json')}.`,
    whatToDo: 'Check config.json and configuration.json.',
  }),
  'backend-unavailable': () => ({
    whatHappened: 'This browser cannot run the model.',
    whatToDo:
      'Open the page in a current Chrome, Edge, Firefox or Safari. Editing and downloading work here all the same.',
  }),
  'backend-failed': () => ({
    whatHappened: 'The model failed while it was running.',
    whatToDo: 'Try again; if it stays like this, try another browser.',
  }),
  'backend-untrusted': () => ({
    whatHappened: 'What runs the model computes wrong numbers on this device, so it is not used.',
    whatToDo: 'Choose another in the models dialog; a newer driver or browser may help.',
  }),
  'backend-lost': () => ({
    whatHappened: 'The connection to the graphics card was lost.',
    whatToDo: 'Try again, or let the processor run the model.',
  }),
  'backend-switched': () => ({
    whatHappened: 'The graphics card failed while it was running the model.',
    whatToDo: 'The processor has taken over; nothing was lost. The models dialog says why.',
  }),
  'out-of-memory': () => ({
    whatHappened: 'There is not enough memory.',
    whatToDo: 'Close some tabs and try again.',
  }),
  'worker-crashed': () => ({
    whatHappened: 'The background thread that runs the model has ended, most likely for lack of memory.',
    whatToDo: 'Try again: it is started anew. Picture and text are still here.',
  }),
  'worker-stalled': () => ({
    whatHappened: 'The background thread that runs the model has given no sign of life for minutes.',
    whatToDo: 'Try again: it is started anew. Picture and text are still here.',
  }),
  'worker-restarted': () => ({
    whatHappened: 'The background thread that runs the model had ended, most likely for lack of memory.',
    whatToDo: 'It was started anew and writes again; nothing was lost. Closing other tabs helps.',
  }),
  'setting-invalid': (details) => ({
    whatHappened: `The value of ${fact(details, 'setting', 'a generation setting')} does not fit.`,
    whatToDo: 'Try another value.',
  }),
  'no-hypothesis': () => ({
    whatHappened: 'The model found no usable caption.',
    whatToDo: 'Try another picture, or write your own.',
  }),
  'export-failed': () => ({
    whatHappened: 'This browser cannot save a picture of that size.',
    whatToDo: 'Make the picture smaller, or use a browser on a computer.',
  }),
  'clipboard-denied': () => ({
    whatHappened: 'The browser does not allow the clipboard.',
    whatToDo: 'Allow it beside the address bar; pasting with Ctrl+V and “Download PNG” work in any case.',
  }),
  'clipboard-no-image': () => ({
    whatHappened: 'There is no picture on the clipboard.',
    whatToDo: 'Copy a picture first, then paste.',
  }),
  'share-no-image': () => ({
    whatHappened: 'The shared picture did not arrive.',
    whatToDo: 'Share it again, or choose a picture here.',
  }),
  'share-refused': () => ({
    whatHappened: 'The browser did not allow sharing.',
    whatToDo: 'Press once more; if it stays like this, download the picture and send it.',
  }),
  internal: () => ({ whatHappened: 'Something unexpected failed. That is our fault.', whatToDo: reloadOnce }),
};
