import { OfaError } from '../../protocol/errors.ts';
import { refuseLargeCanvas, refuseLongAnimation, refuseManyFrames } from '../limits.ts';
import type { Rectangle } from '../rectangle.ts';

/** What becomes of a frame's pixels before the next frame is drawn (GIF89a specification, 23, Disposal Method). */
export type Disposal = 'keep' | 'clear' | 'restore';

/** A frame as the file describes it; its pixels stay compressed. */
export interface GifFrame {
  /** Where it lies on the screen; it may reach beyond. */
  readonly area: Rectangle;
  /** Hundredths of a second, as written: browsers show 0 and 1 for a tenth of a second. */
  readonly delay: number;
  readonly disposal: Disposal;
  /** The colour index that leaves a pixel as it is, or -1. */
  readonly transparentIndex: number;
  readonly interlaced: boolean;
  /** Red, green and blue of each index; empty if neither the frame nor the file has a colour table. */
  readonly colours: Uint8Array;
  /** Position in the file of the minimum code size, which the data sub-blocks follow. */
  readonly dataPosition: number;
}

export interface GifFile {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** How often the animation starts over after the first time: 0 if the file does not say, or `Infinity`. */
  readonly repetitions: number;
  /** Those that are whole; at least one. */
  readonly frames: readonly GifFrame[];
  /** True if what follows the last of `frames` is broken or missing. */
  readonly damaged: boolean;
}

/** Thrown inside this module where the file ends too early or holds a block that GIF does not know. */
class Damage extends Error {}

/** Reads forward; throws `Damage` where the file ends. */
class ByteReader {
  readonly bytes: Uint8Array;
  position = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  take(length: number): Uint8Array {
    const end = this.position + length;
    if (end > this.bytes.length) throw new Damage('The file ends too early');
    const taken = this.bytes.subarray(this.position, end);
    this.position = end;
    return taken;
  }

  byte(): number {
    return this.take(1)[0];
  }

  uint16(): number {
    return this.byte() | (this.byte() << 8);
  }

  /** The colour table that a packed field announces, or null. */
  colours(packed: number): Uint8Array | null {
    return packed & 0x80 ? this.take(3 * 2 ** ((packed & 7) + 1)) : null;
  }

  /** Goes to the end of a chain of data sub-blocks and gives the first two of them. */
  subBlocks(): readonly [Uint8Array, Uint8Array] {
    const first = this.take(this.byte());
    if (first.length === 0) return [first, first];
    const second = this.take(this.byte());
    let { length } = second;
    while (length > 0) {
      length = this.byte();
      this.take(length);
    }
    return [first, second];
  }
}

interface GraphicControl {
  readonly delay: number;
  readonly disposal: Disposal;
  readonly transparentIndex: number;
}

const noControl: GraphicControl = { delay: 0, disposal: 'keep', transparentIndex: -1 };

/** 4 is written by encoders that mean 3, and read so by browsers; the reserved ones keep the frame. */
const disposals: readonly Disposal[] = [
  'keep',
  'keep',
  'clear',
  'restore',
  'restore',
  'keep',
  'keep',
  'keep',
];

function readGraphicControl(block: Uint8Array): GraphicControl {
  if (block.length < 4) throw new Damage('The graphic control is too short');
  const [packed, low, high, transparentIndex] = block;
  return {
    delay: low | (high << 8),
    disposal: disposals[(packed >> 2) & 7],
    transparentIndex: packed & 1 ? transparentIndex : -1,
  };
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Repetitions that an application extension asks for, or null if it is about something else. */
function readRepetitions(identifier: Uint8Array, data: Uint8Array): number | null {
  if (!/^(?:NETSCAPE2\.0|ANIMEXTS1\.0)$/u.test(ascii(identifier))) return null;
  if (data.length < 3 || (data[0] & 7) !== 1) return null;
  return data[1] | (data[2] << 8) || Infinity;
}

/** The blocks behind the header: frames and repetitions. */
class BlockReader {
  readonly #reader: ByteReader;
  readonly #globalColours: Uint8Array;
  readonly frames: GifFrame[] = [];
  repetitions = 0;
  #control = noControl;

  constructor(reader: ByteReader, globalColours: Uint8Array) {
    this.#reader = reader;
    this.#globalColours = globalColours;
  }

  /** Reads one block. @returns False behind the last one. @throws Damage */
  readBlock(): boolean {
    const reader = this.#reader;
    if (reader.position === reader.bytes.length) return false;
    const block = reader.byte();
    switch (block) {
      case 0x21:
        this.#readExtension();
        return true;
      case 0x2c:
        this.frames.push(this.#readFrame());
        this.#control = noControl;
        return true;
      case 0x3b:
        return false;
      default:
        throw new Damage(`No block of GIF begins with ${block}`);
    }
  }

  #readExtension(): void {
    const label = this.#reader.byte();
    const [first, second] = this.#reader.subBlocks();
    if (label === 0xf9) this.#control = readGraphicControl(first);
    if (label === 0xff) this.repetitions = readRepetitions(first, second) ?? this.repetitions;
  }

  #readFrame(): GifFrame {
    const reader = this.#reader;
    const [left, top] = [reader.uint16(), reader.uint16()];
    const [width, height] = [reader.uint16(), reader.uint16()];
    const packed = reader.byte();
    const colours = reader.colours(packed) ?? this.#globalColours;
    const dataPosition = reader.position;
    reader.byte();
    reader.subBlocks();
    const interlaced = (packed & 0x40) !== 0;
    return { ...this.#control, area: { left, top, width, height }, interlaced, colours, dataPosition };
  }
}

function readStructure(bytes: Uint8Array): GifFile {
  const reader = new ByteReader(bytes);
  if (!/^GIF8[79]a$/u.test(ascii(reader.take(6)))) throw new Damage('The signature is missing');
  const screen = { width: reader.uint16(), height: reader.uint16() };
  const packed = reader.byte();
  // The background colour, which browsers ignore, and the shape of pixels.
  reader.take(2);
  const blocks = new BlockReader(reader, reader.colours(packed) ?? new Uint8Array());
  let damaged = false;
  try {
    while (blocks.readBlock()) refuseManyFrames(blocks.frames.length);
  } catch (error) {
    if (!(error instanceof Damage) || blocks.frames.length === 0) throw error;
    damaged = true;
  }
  const { frames, repetitions } = blocks;
  if (frames.length === 0) throw new Damage('There is no frame');
  const [{ area }] = frames;
  const width = Math.max(screen.width, area.left + area.width);
  const height = Math.max(screen.height, area.top + area.height);
  return { bytes, width, height, repetitions, frames, damaged };
}

/**
 * Reads the structure of a GIF; no pixel is decoded yet, and no size is refused. Follows the GIF89a specification and,
 * where files disagree with it, the browsers: the first frame may make the screen larger, and disposal 4 is read as 3.
 *
 * @throws OfaError `image-damaged` if not even one frame is whole; `image-too-large` for too many frames
 */
export function readGifStructure(bytes: Uint8Array): GifFile {
  let file: GifFile;
  try {
    file = readStructure(bytes);
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    throw new OfaError('image-damaged', `The GIF cannot be read: ${error.message}`, {}, error);
  }
  if (file.width === 0 || file.height === 0) throw new OfaError('image-damaged', 'The GIF has no pixel');
  return file;
}

/**
 * Reads the structure of a GIF whose frames are all to be drawn.
 *
 * @throws OfaError `image-damaged` if not even one frame is whole; `image-too-large`
 */
export function readGif(bytes: Uint8Array): GifFile {
  const file = readGifStructure(bytes);
  const { width, height, frames } = file;
  refuseLargeCanvas(width, height);
  // A frame may be larger than the screen, and costs what it holds.
  for (const { area } of frames) refuseLargeCanvas(area.width, area.height);
  refuseLongAnimation(
    frames.length,
    frames.reduce((pixels, { area }) => pixels + Math.max(width * height, area.width * area.height), 0),
  );
  return file;
}
