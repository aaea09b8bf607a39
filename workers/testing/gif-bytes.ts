/**
 * GIF files byte by byte, for tests of what reads them: every field can be set, also to what no encoder writes. Pixels
 * are stored as plain codes, a clear code before the code width would grow.
 */
export interface GifFrameBytes {
  /** Left, top, width, height. */
  readonly area: readonly [left: number, top: number, width: number, height: number];
  /** One for each pixel of the area, row by row. Fewer make a frame that ends early. */
  readonly indices: readonly number[];
  readonly delay?: number;
  /** The raw number, 0 to 7. */
  readonly disposal?: number;
  readonly transparentIndex?: number;
  /** A table of the frame's own: 2, 4, 8 … colours. */
  readonly colours?: readonly Colour[];
  readonly interlaced?: boolean;
}

export type Colour = readonly [red: number, green: number, blue: number];

export interface GifBytes {
  readonly width: number;
  readonly height: number;
  /** 2, 4, 8 … colours; without it the file has no table. */
  readonly colours?: readonly Colour[];
  /** The number in the looping extension, 0 for endless; without it the file has no such extension. */
  readonly loops?: number;
  readonly frames: readonly GifFrameBytes[];
}

const uint16 = (value: number): number[] => [value & 0xff, value >> 8];
const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const tableField = (colours: readonly Colour[] | undefined): number =>
  colours === undefined ? 0 : 0x80 | (Math.log2(colours.length) - 1);

function subBlocks(bytes: readonly number[]): number[] {
  const blocks: number[] = [];
  for (let start = 0; start < bytes.length; start += 255) {
    const block = bytes.slice(start, start + 255);
    blocks.push(block.length, ...block);
  }
  return [...blocks, 0];
}

/** Minimum code size and data sub-blocks of an image. */
function imageData(indices: readonly number[], codeSize: number): number[] {
  const clear = 2 ** codeSize;
  const codes: number[] = [];
  const codesBeforeGrowth = clear - 2;
  indices.forEach((index, at) => {
    if (at % codesBeforeGrowth === 0) codes.push(clear);
    codes.push(index);
  });
  codes.push(clear + 1);
  const bytes: number[] = [];
  let [bits, count] = [0, 0];
  for (const code of codes) {
    bits |= code << count;
    for (count += codeSize + 1; count >= 8; count -= 8, bits >>>= 8) bytes.push(bits & 0xff);
  }
  if (count > 0) bytes.push(bits);
  return [codeSize, ...subBlocks(bytes)];
}

function interlace(indices: readonly number[], width: number): number[] {
  const rows = Array.from({ length: indices.length / width }, (_, row) =>
    indices.slice(row * width, (row + 1) * width),
  );
  const every = (first: number, step: number): number[][] =>
    rows.filter((_, row) => row >= first && (row - first) % step === 0);
  return [...every(0, 8), ...every(4, 8), ...every(2, 4), ...every(1, 2)].flat();
}

function frameBytes(frame: GifFrameBytes, globalColours: readonly Colour[] | undefined): number[] {
  const { area, colours, transparentIndex, interlaced = false, delay = 0, disposal = 0 } = frame;
  const codeSize = Math.max(2, Math.log2((colours ?? globalColours ?? [0, 0]).length));
  const indices = interlaced ? interlace(frame.indices, area[2]) : frame.indices;
  return [
    0x21,
    0xf9,
    4,
    (disposal << 2) | Number(transparentIndex !== undefined),
    ...uint16(delay),
    transparentIndex ?? 0,
    0,
    0x2c,
    ...area.flatMap(uint16),
    tableField(colours) | (interlaced ? 0x40 : 0),
    ...(colours ?? []).flat(),
    ...imageData(indices, codeSize),
  ];
}

/** The bytes of a GIF89a. */
export function gifBytes({ width, height, colours, loops, frames }: GifBytes): Uint8Array<ArrayBuffer> {
  const loop = [0x21, 0xff, 11, ...ascii('NETSCAPE2.0'), 3, 1, ...uint16(loops ?? 0), 0];
  return Uint8Array.from([
    ...ascii('GIF89a'),
    ...uint16(width),
    ...uint16(height),
    tableField(colours),
    0,
    0,
    ...(colours ?? []).flat(),
    ...(loops === undefined ? [] : loop),
    ...frames.flatMap((frame) => frameBytes(frame, colours)),
    0x3b,
  ]);
}
