/** How a meme leaves the studio: its format, size and shape. Plain data, the same for every picture of a visit. */

/** Formats of a meme that stands still. */
export const stillFormats = ['png', 'jpeg', 'webp'] as const;
export type StillFormat = (typeof stillFormats)[number];

/** The formats as everyone calls them. */
export const formatNames = { png: 'PNG', jpeg: 'JPEG', webp: 'WebP', gif: 'GIF' } as const;

/** How their files end. */
export const fileEndings = { png: 'png', jpeg: 'jpg', webp: 'webp', gif: 'gif' } as const;

/** Longest side in pixels; WeChat takes stickers of 240 and shows them up to 512. */
export const exportSizes = ['native', 'large', 'small', 'own'] as const;
export type ExportSize = (typeof exportSizes)[number];

/** The whole meme; its middle square; or a square with the whole meme in it. */
export const exportShapes = ['whole', 'cut', 'padded'] as const;
export type ExportShape = (typeof exportShapes)[number];

export interface ExportOptions {
  /** Null for the format that suits the picture: GIF for one that moves, else PNG. */
  readonly format: StillFormat | null;
  readonly size: ExportSize;
  /** Longest side in pixels for the size `own`. */
  readonly ownSize: number;
  readonly shape: ExportShape;
  /** 0 … 1, for the formats that lose detail. */
  readonly quality: number;
}

export const defaultOptions: ExportOptions = {
  format: null,
  size: 'native',
  ownSize: 1080,
  shape: 'whole',
  quality: 0.9,
};

/** What `ownSize` may be. */
export const ownSizes = { least: 16, most: 8192 } as const;

/** The format in which a picture leaves. */
export function formatOf({ format }: ExportOptions, moves: boolean): StillFormat | 'gif' {
  return format ?? (moves ? 'gif' : 'png');
}

/** True if a format loses detail, so that its quality can be chosen. */
export function isLossy(format: StillFormat | 'gif'): boolean {
  return format === 'jpeg' || format === 'webp';
}

const longestSides: Readonly<Record<Exclude<ExportSize, 'own'>, number | null>> = {
  native: null,
  large: 512,
  small: 240,
};

/** The longest side that is asked for, in pixels; null for the picture's own. */
export function longestSideOf({ size, ownSize }: ExportOptions): number | null {
  return size === 'own' ? ownSize : longestSides[size];
}
