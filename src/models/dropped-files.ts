import type { LocalFile } from '../../workers/protocol/model-folder.ts';

async function filesBelow(entry: FileSystemEntry): Promise<readonly LocalFile[]> {
  const path = entry.fullPath.replace(/^\//u, '');
  if (entry.isFile) {
    const blob = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    return [{ path, blob }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: LocalFile[] = [];
  // A reader gives a hundred entries at a time, and none at the end.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (entries.length === 0) return files;
    for (const child of entries) files.push(...(await filesBelow(child)));
  }
}

/** The files of a drop, those in folders by their path. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly LocalFile[]> {
  // Both are emptied as soon as the event is over.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter(
    (entry) => entry !== null,
  );
  const files = pickedFiles(transfer.files);
  return entries.some(({ isDirectory }) => isDirectory)
    ? (await Promise.all(entries.map(filesBelow))).flat()
    : files;
}

/** The files of a picker, those of a folder by their path. */
export function pickedFiles(files: FileList): readonly LocalFile[] {
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, blob: file }));
}
