/** Pictures that reach the page without a button: dropped anywhere on it, or pasted. */
import { isPictureFile } from './picture-files.ts';

export interface PageWatcher {
  /** Files came, at least one. */
  readonly onFiles: (files: readonly File[]) => void;
  /** Files are being dragged over the page, or no longer. */
  readonly onDragging: (dragging: boolean) => void;
}

const carriesFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false;

/** The files to open of a drop or paste: those that say they are pictures, else the first. */
function chooseFiles(transfer: DataTransfer | null): readonly File[] {
  const files = Array.from(transfer?.files ?? []);
  const pictures = files.filter(isPictureFile);
  return pictures.length > 0 ? pictures : files.slice(0, 1);
}

/** Takes files dropped on or pasted into the page until the signal aborts. */
export function watchPage(signal: AbortSignal, page: Window, { onFiles, onDragging }: PageWatcher): void {
  // Entering a child fires before leaving its parent, so the depth is 0 only outside the page.
  let depth = 0;
  const leave = (): void => {
    depth = 0;
    onDragging(false);
  };
  const listen = <K extends keyof WindowEventMap>(
    type: K,
    listener: (event: WindowEventMap[K]) => void,
  ): void => {
    page.addEventListener(type, listener, { signal });
  };
  listen('dragenter', (event) => {
    if (!carriesFiles(event.dataTransfer)) return;
    depth += 1;
    if (depth === 1) onDragging(true);
  });
  listen('dragleave', (event) => {
    if (!carriesFiles(event.dataTransfer)) return;
    depth -= 1;
    if (depth <= 0) leave();
  });
  listen('dragover', (event) => {
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
  });
  listen('drop', (event) => {
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    leave();
    const files = chooseFiles(event.dataTransfer);
    if (files.length > 0) onFiles(files);
  });
  listen('paste', (event) => {
    const files = chooseFiles(event.clipboardData);
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  });
}
