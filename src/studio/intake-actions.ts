import { readClipboardImage } from '../intake/clipboard.ts';
import { closeImage, decodeImage, type ImageInput, readImage } from '../intake/image-input.ts';
import { fetchSample, type Sample } from '../intake/samples.ts';
import type { CaptionActions } from './caption-actions.ts';
import { createPicture } from './picture.ts';
import { showPicture } from './show-picture.ts';
import { reporting, type StudioStore } from './studio-store.ts';

/** Ways for a picture onto the stage. A failure leaves the picture that is there, and its edits, alone. */
export interface IntakeActions {
  readonly open: (blob: Blob, fileName: string) => Promise<void>;
  readonly openSample: (sample: Sample) => Promise<void>;
  readonly paste: () => Promise<void>;
}

/** Every new picture is captioned; one that it replaces is dropped. */
export function createIntakeActions(store: StudioStore, captions: CaptionActions): IntakeActions {
  let requests = 0;

  /** Decodes it here while the worker looks at it already. */
  async function openCaptioned(file: Blob, fileName: string): Promise<ImageInput> {
    const read = await readImage(file, fileName);
    const giveUp = captions.anticipate(read.blob);
    try {
      return await decodeImage(read);
    } catch (error) {
      giveUp();
      throw error;
    }
  }

  /** Opens what `fetchFile` gives, unless something else has been asked for meanwhile. */
  function take(fileName: string, fetchFile: () => Promise<Blob>): Promise<void> {
    requests += 1;
    const request = requests;
    const isLatest = (): boolean => request === requests;
    return reporting(store, async () => {
      store.setState({ opening: fileName, problem: null });
      try {
        const file = await fetchFile();
        const image = await openCaptioned(file, file instanceof File ? file.name : fileName);
        if (!isLatest()) {
          closeImage(image);
          return;
        }
        const picture = createPicture(image);
        showPicture(store, captions, picture);
        captions.caption(picture.id);
      } finally {
        if (isLatest()) store.setState({ opening: null });
      }
    });
  }

  return {
    open: (blob, fileName) => take(fileName, () => Promise.resolve(blob)),
    openSample: (sample) => take(sample.file, () => fetchSample(sample)),
    paste: () => take('clipboard.png', readClipboardImage),
  };
}
