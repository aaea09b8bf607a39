import { readClipboardImage } from '../intake/clipboard.ts';
import { closeImage, openImage } from '../intake/image-input.ts';
import { atRest } from '../intake/rest-image.ts';
import { fetchSample, type Sample } from '../intake/samples.ts';
import type { CaptionActions } from './caption-actions.ts';
import { createPicture, type Picture } from './picture.ts';
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

  /** A lone picture is replaced; to several the new one is added. */
  function show(picture: Picture): void {
    const { pictures } = store.getState();
    const left = pictures.length > 1 ? pictures : [];
    for (const previous of pictures.filter((candidate) => !left.includes(candidate))) {
      captions.drop(previous.id);
      closeImage(previous.image);
    }
    const rested = left.map((other) => ({ ...other, image: atRest(other.image) }));
    store.setState({ pictures: [...rested, picture], selectedId: picture.id, notice: null });
    captions.caption(picture.id);
  }

  /** Opens what `fetchFile` gives, unless something else has been asked for meanwhile. */
  function take(fileName: string, fetchFile: () => Promise<Blob>): Promise<void> {
    requests += 1;
    const request = requests;
    const isLatest = (): boolean => request === requests;
    return reporting(store, async () => {
      store.setState({ opening: fileName, problem: null });
      try {
        const image = await openImage(await fetchFile(), fileName);
        if (!isLatest()) {
          closeImage(image);
          return;
        }
        const picture = createPicture(image);
        show(picture);
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
