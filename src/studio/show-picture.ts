import { closeImage } from '../intake/image-input.ts';
import { atRest } from '../intake/rest-image.ts';
import type { CaptionActions } from './caption-actions.ts';
import type { Picture } from './picture.ts';
import type { StudioStore } from './studio-store.ts';

/** Puts a new picture on the stage: in the place of a lone one, or beside several. */
export function showPicture(
  store: StudioStore,
  captions: Pick<CaptionActions, 'drop'>,
  picture: Picture,
): void {
  const { pictures } = store.getState();
  const left = pictures.length > 1 ? pictures : [];
  for (const previous of pictures.filter((candidate) => !left.includes(candidate))) {
    captions.drop(previous.id);
    closeImage(previous.image);
  }
  const rested = left.map((other) => ({ ...other, image: atRest(other.image) }));
  store.setState({ pictures: [...rested, picture], selectedId: picture.id, notice: null });
}
