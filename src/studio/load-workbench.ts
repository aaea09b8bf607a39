import { declareFace } from '../meme/typeface.ts';

/** The tools beside a picture, fetched with the first one: the page before it needs none of them. */
export async function loadWorkbench() {
  const { Workbench } = await import('./workbench.tsx');
  return { default: Workbench };
}

/**
 * Fetches the tools, and the face that captions come in, while a picture is still on its way: its captions are written
 * within a moment, and are to be seen growing.
 */
export function prepareWorkbench(): void {
  // What fails here is asked for again, and told, when it is needed.
  void Promise.allSettled([loadWorkbench(), declareFace('heavy')]);
}
