/** What the page may ask of the animation worker. Types only: the worker exposes it with comlink. */

export interface ExportGifRequest {
  /** The file as it came: GIF, APNG or animated WebP. */
  readonly picture: Blob;
  /**
   * What is painted over every frame, on transparent ground; the GIF gets its size. Transfer it: the worker closes it.
   */
  readonly overlay: ImageBitmap;
  /**
   * Where the picture lies under the overlay, in the overlay's pixels. What reaches beyond is cut off, what is not
   * covered stays transparent. At the picture's own size its pixels are taken as they are, else they are resampled.
   */
  readonly placement: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
}

/** The frames are gone through twice: to choose colours, then to write them. */
export type ExportGifEvent =
  | {
      readonly phase: 'survey';
      /** Frames done, from 1. */
      readonly frame: number;
      /** As many as the picture announces. */
      readonly frames: number;
    }
  | {
      readonly phase: 'write';
      readonly frame: number;
      readonly frames: number;
      /** Size of the GIF up to here. */
      readonly bytes: number;
    };

export interface ExportedGif {
  /** Its size is what will be saved, to the byte. */
  readonly blob: Blob;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** Milliseconds that browsers take to show all frames once. */
  readonly duration: number;
  /** How often it starts over after the first time: 0, a number, or `Infinity`. */
  readonly repetitions: number;
  /** True if the picture is damaged somewhere behind its first frame: the frames up to there are in the GIF. */
  readonly truncated: boolean;
}

/**
 * `job` is any string that no other running call uses; `abort(job)` makes that call reject with an `AbortError`
 * before its next frame. Calls are served one after another.
 */
export interface AnimationService {
  /**
   * Writes the overlay on every frame of a moving picture, as GIF: frames, delays, repetitions and transparency stay.
   *
   * Rejects with `image-unsupported` (no moving picture, or one that this browser cannot take apart), `image-damaged`,
   * `image-too-large` or `out-of-memory`.
   */
  exportGif(
    job: string,
    request: ExportGifRequest,
    onEvent: (event: ExportGifEvent) => void,
  ): Promise<ExportedGif>;
  abort(job: string): Promise<void>;
}
