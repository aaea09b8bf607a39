import { type AnimatedFormat, announcedPngFrames } from '../protocol/animated-picture.ts';
import { OfaError } from '../protocol/errors.ts';
import type { Animation, AnimationFrame } from './animation.ts';
import { PixelReader } from './canvas.ts';
import { refuseLargeCanvas, refuseLongAnimation, refuseManyFrames } from './limits.ts';
import { gifDelays } from './timing.ts';

type DecodedFormat = Exclude<AnimatedFormat, 'gif'>;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a file says of itself, which the browser's decoder does not tell, or not before it has decoded. */
interface FormatReader {
  readonly mediaType: string;
  /** For refusing a bomb before anyone decodes it. */
  size(header: DataView): Size;
  /** True if the file does not hold what it announces; `frameCount` is what was found. */
  isCut(file: DataView<ArrayBuffer>, frameCount: number): boolean;
}

/** Enough for both formats. */
const headerBytes = 30;

const formats: Readonly<Record<DecodedFormat, FormatReader>> = {
  apng: {
    mediaType: 'image/png',
    // The IHDR chunk (PNG, third edition, 11.2.1).
    size: (header) => ({ width: header.getUint32(16), height: header.getUint32(20) }),
    isCut: (file, frameCount) => frameCount < announcedPngFrames(new Uint8Array(file.buffer)),
  },
  webp: {
    mediaType: 'image/webp',
    // The VP8X chunk (RFC 9649, 2.7): three bytes each, less one.
    size: (header) => ({
      width: 1 + (header.getUint32(24, true) & 0xff_ffff),
      height: 1 + (header.getUint32(26, true) >>> 8),
    }),
    isCut: (file) => file.byteLength < 8 + file.getUint32(4, true),
  },
};

function damaged(cause: unknown): OfaError {
  return new OfaError('image-damaged', 'The browser cannot decode the animation', {}, cause);
}

interface Facts {
  readonly frameCount: number;
  readonly repetitionCount: number;
}

/** @throws OfaError `image-damaged` */
async function readFacts(decoder: ImageDecoder): Promise<Facts> {
  try {
    await decoder.tracks.ready;
    // Until all bytes were looked at, the count is that of the frames seen so far.
    await decoder.completed;
  } catch (error) {
    throw damaged(error);
  }
  const { selectedTrack } = decoder.tracks;
  if (selectedTrack === null || selectedTrack.frameCount === 0) throw damaged(new Error('No frame'));
  const { frameCount, repetitionCount } = selectedTrack;
  return { frameCount, repetitionCount };
}

/** A frame, or null if it is damaged. @throws OfaError `image-damaged` if it is the first */
async function decodeFrame(decoder: ImageDecoder, frameIndex: number): Promise<VideoFrame | null> {
  try {
    const { image } = await decoder.decode({ frameIndex });
    return image;
  } catch (error) {
    if (frameIndex === 0) throw damaged(error);
    return null;
  }
}

async function* decodeFrames(
  signal: AbortSignal,
  decoder: ImageDecoder,
  { width, height }: Size,
): AsyncGenerator<AnimationFrame, void, undefined> {
  const { frameCount } = await readFacts(decoder);
  const reader = new PixelReader(width, height);
  const nextDelay = gifDelays();
  for (let frameIndex = 0; frameIndex < frameCount; frameIndex++) {
    signal.throwIfAborted();
    const image = await decodeFrame(decoder, frameIndex);
    if (image === null) return;
    const pixels = reader.read(image);
    const delay = nextDelay((image.duration ?? 0) / 1000);
    image.close();
    yield { pixels, changed: { left: 0, top: 0, width, height }, delay };
  }
}

/**
 * Opens a moving picture with the browser's own decoder (WebCodecs).
 *
 * @throws OfaError `image-unsupported` where the browser has none for this format; `image-damaged`; `image-too-large`
 */
export async function openWithImageDecoder(data: ArrayBuffer, format: DecodedFormat): Promise<Animation> {
  const { mediaType: type, ...reader } = formats[format];
  if (!('ImageDecoder' in globalThis) || !(await ImageDecoder.isTypeSupported(type))) {
    throw new OfaError('image-unsupported', `This browser does not take ${format} apart`, { format });
  }
  if (data.byteLength < headerBytes) throw new OfaError('image-damaged', 'The picture ends in its header');
  const file = new DataView(data);
  const size = reader.size(file);
  refuseLargeCanvas(size.width, size.height);

  /** Closed after each use: until then it holds the file and frames of it. */
  const open = (): ImageDecoder => new ImageDecoder({ type, data });
  const decoder = open();
  const { frameCount, repetitionCount } = await readFacts(decoder).finally(() => decoder.close());
  refuseManyFrames(frameCount);
  refuseLongAnimation(frameCount, frameCount * size.width * size.height);
  return {
    ...size,
    frameCount,
    repetitions: repetitionCount,
    damaged: reader.isCut(file, frameCount),
    async *frames(signal) {
      const decoder = open();
      try {
        yield* decodeFrames(signal, decoder, size);
      } finally {
        decoder.close();
      }
    },
  };
}
