import type { LocalFile } from '../../workers/protocol/model-folder.ts';

type FolderPicker = (options: { readonly mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;

/** Chromium's alone so far (https://developer.mozilla.org/docs/Web/API/Window/showDirectoryPicker). */
const picker = (): FolderPicker | undefined =>
  (window as { readonly showDirectoryPicker?: FolderPicker }).showDirectoryPicker;

/** True where the browser lets a page write into a folder that the person picks. */
export function canPickFolder(): boolean {
  return picker() !== undefined;
}

/** A folder that the person picks to be written into; null if none is. Call it from a gesture of theirs. */
export async function pickFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return (await picker()?.call(window, { mode: 'readwrite' })) ?? null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** Writes a file below a folder, with the folders on its path. */
export async function writeBelow(
  folder: FileSystemDirectoryHandle,
  { path, blob }: LocalFile,
): Promise<void> {
  const parts = path.split('/');
  let parent = folder;
  for (const name of parts.slice(0, -1)) parent = await parent.getDirectoryHandle(name, { create: true });
  const file = await parent.getFileHandle(parts.at(-1) ?? path, { create: true });
  const writable = await file.createWritable();
  await writable.write(blob);
  await writable.close();
}
