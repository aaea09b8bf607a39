import { createStore, type StoreApi } from 'zustand/vanilla';
import { isAbort, type OfaError, toOfaError } from '../../workers/protocol/errors.ts';
import type { Picture } from './picture.ts';

export interface StudioState {
  readonly pictures: readonly Picture[];
  readonly selectedId: string | null;
  /** The picture that was taken away last, and where it was, until it is let go. */
  readonly removed: { readonly picture: Picture; readonly index: number } | null;
  /** Name of the file that is being opened. */
  readonly opening: string | null;
  /** What went wrong with the last thing the person did, until dismissed. */
  readonly problem: OfaError | null;
  /** What the last action has done, for a moment. */
  readonly notice: 'copied' | 'saved' | null;
}

export type StudioStore = StoreApi<StudioState>;

/** A studio without pictures. */
export function createStudioStore(): StudioStore {
  return createStore<StudioState>(() => ({
    pictures: [],
    selectedId: null,
    removed: null,
    opening: null,
    problem: null,
    notice: null,
  }));
}

/** The picture on the stage, or null. */
export function selectedPicture({ pictures, selectedId }: StudioState): Picture | null {
  return pictures.find((picture) => picture.id === selectedId) ?? null;
}

/** Changes one picture; nothing happens if it is gone. */
export function updatePicture(store: StudioStore, id: string, change: (picture: Picture) => Picture): void {
  store.setState(({ pictures }) => ({
    pictures: pictures.map((picture) => (picture.id === id ? change(picture) : picture)),
  }));
}

/** Runs what a person asked for; a failure becomes the studio's problem, an abort is none. */
export async function reporting(store: StudioStore, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!isAbort(error)) store.setState({ problem: toOfaError(error) });
  }
}
