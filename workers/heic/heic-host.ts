import type { MainModule } from 'libheif-js/libheif-wasm/libheif.js';
import { OfaError, toOfaError } from '../protocol/errors.ts';
import type { HeicService } from '../protocol/heic-service.ts';
import { decodeHeic, type DecodedHeic, openLibheif } from './libheif.ts';
import { writePng } from './write-png.ts';

/** What WebAssembly throws at a file: it has run out of memory, or the file has led it astray. */
function asPictureError(error: unknown, name: string): OfaError {
  const known = toOfaError(error);
  return known.code === 'internal'
    ? new OfaError('image-damaged', `${name}: ${known.message}`, { file: name }, error)
    : known;
}

/** The HEIC service on libheif. */
export class HeicHost implements HeicService {
  #heif: MainModule | null = null;

  load: HeicService['load'] = (library) => {
    this.#heif = openLibheif(library);
    return Promise.resolve();
  };

  decode: HeicService['decode'] = async (file, name) => {
    if (this.#heif === null) throw new OfaError('internal', 'The decoder is not ready');
    const bytes = new Uint8Array(await file.arrayBuffer());
    let decoded: DecodedHeic;
    try {
      decoded = decodeHeic(this.#heif, bytes, name);
    } catch (error) {
      throw asPictureError(error, name);
    }
    return writePng(decoded);
  };
}
