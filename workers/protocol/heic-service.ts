/** What the page may ask of the HEIC worker. Types only: the worker exposes it with comlink. */

/** Serves one picture: WebAssembly never gives memory back, so the worker is ended with it. */
export interface HeicService {
  /**
   * Makes the decoder ready, before anything is decoded.
   *
   * @param library libheif's WebAssembly. Transfer it.
   * @throws OfaError `out-of-memory`; whatever WebAssembly throws at bytes that are none
   */
  load(library: ArrayBuffer): Promise<void>;
  /**
   * A PNG of a HEIC file's primary picture: upright, in its own size, 8 bits a channel, in the colours of its profile.
   * Nothing else that the file knows is in it.
   *
   * Rejects with `image-damaged`, `image-unsupported` (not coded with HEVC), `image-too-large` or `out-of-memory`.
   *
   * @param name For messages.
   */
  decode(file: Blob, name: string): Promise<Blob>;
}
