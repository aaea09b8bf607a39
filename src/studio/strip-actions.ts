import { isPending } from '../captions/caption-job.ts';
import { closeImage, openImage } from '../intake/image-input.ts';
import { atRest, awake } from '../intake/rest-image.ts';
import type { CaptionActions } from './caption-actions.ts';
import { createPicture, type Picture } from './picture.ts';
import { reporting, type StudioStore, updatePicture } from './studio-store.ts';

/** Several pictures side by side, of which one is on the stage. */
export interface StripActions {
  /** Opens files beside the pictures that are there; one that cannot be opened does not keep the others out. */
  readonly add: (files: readonly File[]) => Promise<void>;
  readonly select: (id: string) => void;
  /** Puts pictures before or after another. */
  readonly move: (ids: ReadonlySet<string>, target: string, side: 'before' | 'after') => void;
  /** Moves the picture on the stage one place on (1) or back (-1). */
  readonly step: (by: 1 | -1) => void;
  /** Takes the picture on the stage away; `restore` brings it back with all that was made of it. */
  readonly remove: () => void;
  readonly restore: () => void;
  /** Lets the picture go that was taken away. */
  readonly forget: () => void;
}

/** Actions on the store's pictures. */
export function createStripActions(store: StudioStore, captions: CaptionActions): StripActions {
  function select(selectedId: string): void {
    store.setState(({ pictures }) => ({
      selectedId,
      notice: null,
      pictures: pictures.map((picture) =>
        picture.id === selectedId ? picture : { ...picture, image: atRest(picture.image) },
      ),
    }));
    const chosen = store.getState().pictures.find(({ id }) => id === selectedId);
    if (chosen !== undefined) void wake(chosen);
  }

  async function wake({ id, image }: Picture): Promise<void> {
    const woken = await awake(image);
    if (store.getState().selectedId === id)
      updatePicture(store, id, (picture) => ({ ...picture, image: woken }));
  }

  async function addFile(file: File): Promise<Picture> {
    store.setState({ opening: file.name });
    const picture = createPicture(atRest(await openImage(file, file.name)));
    store.setState(({ pictures }) => ({ pictures: [...pictures, picture] }));
    captions.caption(picture.id);
    return picture;
  }

  async function add(files: readonly File[]): Promise<void> {
    store.setState({ problem: null });
    let isFirst = true;
    for (const file of files) {
      await reporting(store, async () => {
        const { id } = await addFile(file);
        if (isFirst) select(id);
        isFirst = false;
      });
    }
    store.setState({ opening: null });
  }

  function forget(): void {
    const { removed } = store.getState();
    if (removed !== null) closeImage(removed.picture.image);
    store.setState({ removed: null });
  }

  function remove(): void {
    const { pictures, selectedId } = store.getState();
    const index = pictures.findIndex(({ id }) => id === selectedId);
    if (index < 0) return;
    forget();
    const picture = pictures[index];
    captions.drop(picture.id);
    const left = pictures.filter(({ id }) => id !== picture.id);
    store.setState({ pictures: left, selectedId: null, removed: { picture, index } });
    const next = left[Math.min(index, left.length - 1)];
    if (next !== undefined) select(next.id);
  }

  function restore(): void {
    const { removed, pictures } = store.getState();
    if (removed === null) return;
    const { picture, index } = removed;
    store.setState({ pictures: pictures.toSpliced(index, 0, picture), removed: null });
    select(picture.id);
    if (isPending(picture.job)) captions.caption(picture.id);
  }

  function move(ids: ReadonlySet<string>, target: string, side: 'before' | 'after'): void {
    store.setState(({ pictures }) => {
      const moved = pictures.filter(({ id }) => ids.has(id));
      const others = pictures.filter(({ id }) => !ids.has(id));
      const at = others.findIndex(({ id }) => id === target);
      return at < 0 ? {} : { pictures: others.toSpliced(side === 'before' ? at : at + 1, 0, ...moved) };
    });
  }

  function step(by: 1 | -1): void {
    const { pictures, selectedId } = store.getState();
    const index = pictures.findIndex(({ id }) => id === selectedId);
    const neighbour = pictures[index + by];
    if (index < 0 || neighbour === undefined) return;
    move(new Set([pictures[index].id]), neighbour.id, by === 1 ? 'after' : 'before');
  }

  return { add, select, move, step, remove, restore, forget };
}
