/** The folder of a checkpoint, as far as the converter sees it: files by name. */
import { OfaError } from '../../protocol/errors.ts';
import { blobSource } from './byte-source.ts';
import type { ByteSource } from './byte-source.ts';

export interface SourceFolder {
  /** The file of that name, or undefined if the folder has none. Names have no path. */
  open(signal: AbortSignal, name: string): Promise<ByteSource | undefined>;
}

/** Files that a person picked or dropped, by name. */
export function blobFolder(files: ReadonlyMap<string, Blob>): SourceFolder {
  return {
    open: async (signal, name) => {
      signal.throwIfAborted();
      const blob = files.get(name);
      return Promise.resolve(blob && blobSource(name, blob));
    },
  };
}

/** Configuration and vocabulary files are read whole; a larger one is no such file. */
const maxTextBytes = 16 * 1024 * 1024;

/**
 * A file as UTF-8 text, without a byte order mark, or undefined if the folder has none.
 * @throws OfaError `config-invalid` if it is too large or not UTF-8.
 */
export async function readText(
  signal: AbortSignal,
  folder: SourceFolder,
  name: string,
): Promise<string | undefined> {
  const source = await folder.open(signal, name);
  if (source === undefined) return undefined;
  if (source.size > maxTextBytes) {
    throw new OfaError('config-invalid', `${name} is too large: ${source.size} bytes`, { file: name });
  }
  const bytes = await source.read(signal, 0, source.size);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new OfaError('config-invalid', `${name} is not UTF-8 text`, { file: name }, error);
  }
}
