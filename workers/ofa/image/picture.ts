/** A decoded picture, read once from top to bottom so that a large one is never in memory as a whole. */
export interface Picture {
  /** In pixels, EXIF orientation applied. */
  readonly width: number;
  readonly height: number;
  /** Whole rows of RGB, three bytes a pixel, in order; together `height` rows. */
  strips(): AsyncIterable<Uint8Array>;
}

/**
 * Decodes a picture file; of an animation its first frame. Alpha is dropped without blending (the hidden colour shows),
 * grey is repeated, palettes are looked up, colour profiles are ignored (reference/README.md, section 5, Loading).
 * Throws an `image-…` code, the signal's reason on abort.
 */
export type DecodePicture = (signal: AbortSignal, image: Blob) => Promise<Picture>;
