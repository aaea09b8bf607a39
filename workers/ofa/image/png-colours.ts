import type { PngHeader } from './png-chunks.ts';

/** Writes one unfiltered row as RGB, three bytes a pixel. */
type ConvertRow = (row: Uint8Array, rgb: Uint8Array) => void;

/** Pixels of a byte or less, through a table of colours (RGB, one after another; black beyond its end). */
function packedRow(bitDepth: number, table: Uint8Array): ConvertRow {
  const mask = 2 ** bitDepth - 1;
  const colours = new Uint8Array(256 * 3);
  colours.set(table.subarray(0, colours.length));
  return (row, rgb) => {
    for (let pixel = 0; pixel * 3 < rgb.length; pixel += 1) {
      const bit = pixel * bitDepth;
      const value = (row[bit >> 3] >> (8 - bitDepth - (bit & 7))) & mask;
      for (let channel = 0; channel < 3; channel += 1)
        rgb[pixel * 3 + channel] = colours[value * 3 + channel];
    }
  };
}

/** Grey that is `stride` bytes apart. */
function greyRow(stride: number): ConvertRow {
  return (row, rgb) => {
    for (let from = 0, to = 0; to < rgb.length; from += stride, to += 3) {
      const grey = row[from];
      rgb[to] = grey;
      rgb[to + 1] = grey;
      rgb[to + 2] = grey;
    }
  };
}

/** RGB whose samples are `sampleBytes` and whose pixels are `stride` bytes apart; the high byte of each counts. */
function colourRow(sampleBytes: number, stride: number): ConvertRow {
  return (row, rgb) => {
    for (let from = 0, to = 0; to < rgb.length; from += stride, to += 3) {
      rgb[to] = row[from];
      rgb[to + 1] = row[from + sampleBytes];
      rgb[to + 2] = row[from + 2 * sampleBytes];
    }
  };
}

/** Grey of 16 bits, clipped at 255 where one would expect it scaled: so Pillow turns mode I into RGB. */
function clippedGreyRow(row: Uint8Array, rgb: Uint8Array): void {
  for (let from = 0, to = 0; to < rgb.length; from += 2, to += 3) {
    const grey = row[from] === 0 ? row[from + 1] : 255;
    rgb[to] = grey;
    rgb[to + 1] = grey;
    rgb[to + 2] = grey;
  }
}

function greyRamp(bitDepth: number): Uint8Array {
  const levels = 2 ** bitDepth;
  return Uint8Array.from({ length: levels * 3 }, (_, index) => (Math.floor(index / 3) * 255) / (levels - 1));
}

/**
 * How a PNG's rows become RGB as Pillow's `convert('RGB')` makes them: alpha dropped without blending, palettes looked
 * up, 16-bit colour cut to its high byte, 16-bit grey clipped (reference/README.md, section 5, Loading).
 */
export function rgbConverter({ colourType, bitDepth }: PngHeader, palette: Uint8Array): ConvertRow {
  const sampleBytes = bitDepth === 16 ? 2 : 1;
  switch (colourType) {
    case 0:
      if (bitDepth < 8) return packedRow(bitDepth, greyRamp(bitDepth));
      return bitDepth === 16 ? clippedGreyRow : greyRow(1);
    case 3:
      return packedRow(bitDepth, palette);
    case 4:
      return greyRow(2 * sampleBytes);
    case 2:
      return colourRow(sampleBytes, 3 * sampleBytes);
    default:
      return colourRow(sampleBytes, 4 * sampleBytes);
  }
}
