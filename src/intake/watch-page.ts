/** Pictures that reach the page without a button: dropped anywhere on it, or pasted. */

export interface PageWatcher {
  /** A file came. Of several the first is taken. */
  readonly onFile: (file: File) => void;
  /** Files are being dragged over the page, or no longer. */
  readonly onDragging: (dragging: boolean) => void;
}

const carriesFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false;

/** The file to open of a drop or paste: the first that says it is a picture, else the first. */
function chooseFile(transfer: DataTransfer | null): File | undefined {
  const files = Array.from(transfer?.files ?? []);
  return files.find((file) => file.type.startsWith('image/')) ?? files.at(0);
}

/** Takes files dropped on or pasted into the page until the signal aborts. */
export function watchPage(signal: AbortSignal, page: Window, { onFile, onDragging }: PageWatcher): void {
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
    const file = chooseFile(event.dataTransfer);
    if (file !== undefined) onFile(file);
  });
  listen('paste', (event) => {
    const file = chooseFile(event.clipboardData);
    if (file === undefined) return;
    event.preventDefault();
    onFile(file);
  });
}
