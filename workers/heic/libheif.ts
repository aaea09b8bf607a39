/** libheif by its C interface (https://github.com/strukturag/libheif/blob/v1.23.2/libheif/api/libheif/heif.h). */
// oxlint-disable no-underscore-dangle -- Emscripten's names of C functions
import buildLibheif, { type MainModule } from 'libheif-js/libheif-wasm/libheif.js';
import { OfaError } from '../protocol/errors.ts';
import { mostMegapixels, type PixelSize, refuseTooLarge } from '../protocol/picture-size.ts';

/** Pixels in WebAssembly's memory. */
export interface DecodedHeic extends PixelSize {
  /** Bytes from one row to the next. */
  readonly stride: number;
  /** [height, stride], RGBA in the first 4 × width bytes of each row. A view: gone with the next call. */
  readonly pixels: Uint8Array;
  /** ICC, or null if the picture has none. */
  readonly profile: Uint8Array<ArrayBuffer> | null;
}

/** `heif_error`: code, kind and the address of a text, four bytes each. */
const errorBytes = 12;
const pointerBytes = 4;
/** `prof` and `rICC`, the kinds of colour profile that are ICC. */
const iccKinds: ReadonlySet<number> = new Set([0x70726f66, 0x72494343]);
/** libheif takes its limit on pixels as the side of a square. */
const limitSide = Math.ceil(Math.sqrt(mostMegapixels * 1_000_000));

/** Builds libheif from its WebAssembly. @throws whatever WebAssembly throws at bytes that are none */
export function openLibheif(library: ArrayBuffer): MainModule {
  return buildLibheif({ wasmBinary: library, print: () => {}, printErr: () => {} });
}

/** One call after another on one file. Nothing is freed: the worker ends with its picture. */
class HeicFile {
  readonly #heif: MainModule;
  readonly #name: string;
  readonly #error: number;
  readonly #result: number;

  constructor(heif: MainModule, name: string) {
    this.#heif = heif;
    this.#name = name;
    this.#error = heif._malloc(errorBytes);
    this.#result = heif._malloc(pointerBytes);
  }

  /** All of WebAssembly's memory, until it grows. */
  get #bytes(): Uint8Array<ArrayBuffer> {
    return this.#heif.HEAPU8 as Uint8Array<ArrayBuffer>;
  }

  /** Unsigned, of four bytes. */
  #read(address: number): number {
    return new DataView(this.#bytes.buffer).getUint32(address, true);
  }

  #text(address: number): string {
    return new TextDecoder().decode(this.#bytes.subarray(address, this.#bytes.indexOf(0, address)));
  }

  #failure(): OfaError {
    const { heif_error_code: codes, heif_suberror_code: kinds } = this.#heif;
    const code = this.#read(this.#error);
    const details = { file: this.#name };
    const message = `${this.#name}: ${this.#text(this.#read(this.#error + 8))}`;
    switch (code) {
      case codes.heif_error_Unsupported_filetype.value:
      case codes.heif_error_Unsupported_feature.value:
      // No decoder for what it is coded with.
      case codes.heif_error_Plugin_loading_error.value:
        return new OfaError('image-unsupported', message, details);
      case codes.heif_error_Memory_allocation_error.value: {
        const isLimit = this.#read(this.#error + 4) === kinds.heif_suberror_Security_limit_exceeded.value;
        return new OfaError(isLimit ? 'image-too-large' : 'out-of-memory', message, details);
      }
      default:
        return new OfaError('image-damaged', message, details);
    }
  }

  /** What a call gives that takes where to write its error, and last where to write its result. */
  #call(run: (error: number, result: number) => void): number {
    run(this.#error, this.#result);
    if (this.#read(this.#error) !== this.#heif.heif_error_code.heif_error_Ok.value) throw this.#failure();
    return this.#read(this.#result);
  }

  /** The primary picture, not decoded. */
  open(bytes: Uint8Array): number {
    const heif = this.#heif;
    const file = heif._malloc(bytes.length);
    if (file === 0) throw new OfaError('out-of-memory', `No ${bytes.length} bytes for ${this.#name}`);
    this.#bytes.set(bytes, file);
    const context = heif._heif_context_alloc();
    heif._heif_context_set_maximum_image_size_limit(context, limitSide);
    this.#call((error) =>
      heif._heif_context_read_from_memory_without_copy(error, context, file, bytes.length, 0),
    );
    return this.#call((error, result) => heif._heif_context_get_primary_image_handle(error, context, result));
  }

  /** Upright. */
  sizeOf(handle: number): PixelSize {
    return {
      width: this.#heif._heif_image_handle_get_width(handle),
      height: this.#heif._heif_image_handle_get_height(handle),
    };
  }

  profileOf(handle: number): Uint8Array<ArrayBuffer> | null {
    const heif = this.#heif;
    if (!iccKinds.has(heif._heif_image_handle_get_color_profile_type(handle))) return null;
    const size = heif._heif_image_handle_get_raw_color_profile_size(handle);
    const profile = heif._malloc(size);
    this.#call((error) => heif._heif_image_handle_get_raw_color_profile(error, handle, profile));
    return this.#bytes.slice(profile, profile + size);
  }

  decode(handle: number): Omit<DecodedHeic, 'profile'> {
    const heif = this.#heif;
    const { heif_colorspace: spaces, heif_chroma: chromas, heif_channel: channels } = heif;
    const [space, chroma] = [spaces.heif_colorspace_RGB, chromas.heif_chroma_interleaved_RGBA];
    const channel = channels.heif_channel_interleaved.value;
    const image = this.#call((error, result) =>
      heif._heif_decode_image(error, handle, result, space.value, chroma.value, 0),
    );
    const width = heif._heif_image_get_width(image, channel);
    const height = heif._heif_image_get_height(image, channel);
    const plane = heif._heif_image_get_plane_readonly(image, channel, this.#result);
    const stride = this.#read(this.#result);
    const pixels = this.#bytes.subarray(plane, plane + stride * height);
    return { width, height, stride, pixels };
  }
}

/**
 * Decodes a HEIC file's primary picture, turned and mirrored as the file says.
 *
 * @param name For messages.
 * @throws OfaError `image-damaged`, `image-unsupported`, `image-too-large` (before any pixel has a place) or
 *   `out-of-memory`
 */
export function decodeHeic(heif: MainModule, bytes: Uint8Array, name: string): DecodedHeic {
  const file = new HeicFile(heif, name);
  const handle = file.open(bytes);
  refuseTooLarge(file.sizeOf(handle), name);
  const profile = file.profileOf(handle);
  return { ...file.decode(handle), profile };
}
