/** Checkpoint folders on this machine's disk. */
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkRange } from '../convert/source/byte-source.ts';
import type { ByteSource } from '../convert/source/byte-source.ts';
import type { SourceFolder } from '../convert/source/source-folder.ts';
import { OfaError } from '../protocol/errors.ts';

/** Reads fully unless the file ends first, which `read` of a file handle does not promise. */
async function readFully(path: string, buffer: Uint8Array, offset: number): Promise<number> {
  const file = await open(path, 'r');
  try {
    let done = 0;
    while (done < buffer.length) {
      const { bytesRead } = await file.read(buffer, done, buffer.length - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  } finally {
    await file.close();
  }
}

/** The file at `path`, `size` bytes long. */
function fileSource(name: string, path: string, size: number): ByteSource {
  return {
    name,
    size,
    read: async (signal, offset, length) => {
      signal.throwIfAborted();
      checkRange(name, size, offset, length);
      const bytes = new Uint8Array(length);
      const done = await readFully(path, bytes, offset);
      if (done < length) {
        throw new OfaError('checkpoint-damaged', `${name} became shorter while it was read`, { file: name });
      }
      return bytes;
    },
  };
}

/** The folder at `path`; files are opened for each read, so that nothing needs closing. */
export function nodeFolder(path: string): SourceFolder {
  return {
    open: async (signal, name) => {
      signal.throwIfAborted();
      const full = join(path, name);
      const found = await stat(full).catch(() => undefined);
      return found?.isFile() === true ? fileSource(name, full, found.size) : undefined;
    },
  };
}
