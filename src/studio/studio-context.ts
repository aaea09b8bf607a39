import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { ModelState } from '../models/model-loader.ts';
import type { Picture } from './picture.ts';
import type { Studio } from './studio.ts';
import { selectedPicture, type StudioState } from './studio-store.ts';

export const StudioContext = createContext<Studio | null>(null);

/** The studio of the page. */
export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === null) throw new Error('No studio above this component');
  return studio;
}

/** A part of the studio's state. */
export function useStudioState<T>(select: (state: StudioState) => T): T {
  return useStore(useStudio().store, select);
}

/** The picture on the stage, or null. */
export function usePicture(): Picture | null {
  return useStudioState(selectedPicture);
}

/** How far the model is. */
export function useModelState(): ModelState {
  return useStore(useStudio().model.store);
}
