import { proxy, transfer, wrap, type Remote } from 'comlink';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openGif } from './animation/gif/gif-frames.ts';
import { packPixel } from './animation/pixels.ts';
import type { AnimationService, ExportGifEvent, ExportGifRequest } from './protocol/animation-service.ts';
import { keepErrorCodes } from './protocol/wire.ts';
import { allFrames, type KeptFrame } from './testing/animation-frames.ts';
import { gifBytes } from './testing/gif-bytes.ts';
import { apngBlob, type MovingPicture, webpBlob } from './testing/moving-pictures.ts';

let worker: Worker;
let service: Remote<AnimationService>;
let jobs = 0;

beforeAll(() => {
  keepErrorCodes();
  worker = new Worker(new URL('./animate.worker.ts', import.meta.url), { type: 'module' });
  service = wrap<AnimationService>(worker);
});

afterAll(() => worker.terminate());

const [width, height] = [40, 30];
const native = { left: 0, top: 0, width, height };
const white = packPixel(255, 255, 255, 255);

/** An overlay with a white bar at its foot. */
function bar(size: { width: number; height: number }, thickness = 5): ImageBitmap {
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  if (context !== null) context.fillStyle = 'white';
  context?.fillRect(0, size.height - thickness, size.width, thickness);
  return canvas.transferToImageBitmap();
}

function exportGif(
  request: ExportGifRequest,
  onEvent: (event: ExportGifEvent) => void = () => undefined,
  job = `job-${++jobs}`,
) {
  return service.exportGif(job, transfer(request, [request.overlay]), proxy(onEvent));
}

async function framesOf(blob: Blob): Promise<KeptFrame[]> {
  return allFrames(openGif(new Uint8Array(await blob.arrayBuffer())));
}

/** A coloured square that moves over transparent ground. */
function movingSquare(frameCount: number, durations: readonly number[]): MovingPicture {
  const frames = Array.from({ length: frameCount }, (_, frame) => ({
    pixels: Uint32Array.from({ length: width * height }, (_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      const inside = x >= frame && x < frame + 10 && y >= 4 && y < 14;
      return inside ? packPixel(200, 10 * frame, 6 * x, 255) : 0;
    }),
    duration: durations[frame % durations.length],
  }));
  return { width, height, plays: 3, frames };
}

/** The frames of a moving picture with the bar on them. */
function withBar(picture: MovingPicture): Uint32Array[] {
  return picture.frames.map(({ pixels }) => pixels.slice().fill(white, width * (height - 5)));
}

const striped = gifBytes({
  width,
  height,
  loops: 4,
  colours: [
    [9, 9, 9],
    [50, 60, 70],
    [250, 0, 0],
    [0, 0, 0],
  ],
  frames: [0, 1, 2].map((frame) => ({
    area: [0, 0, width, height],
    indices: Array.from({ length: width * height }, (_, at) => (at + frame) % 3),
    delay: [0, 7, 30][frame],
  })),
});

it('writes the overlay on every frame of a GIF', async () => {
  const picture = new Blob([striped], { type: 'image/gif' });
  const exported = await exportGif({ picture, overlay: bar(native), placement: native });
  expect(exported).toMatchObject({ width, height, frames: 3, repetitions: 4, truncated: false });
  // A delay of 0 is shown for a tenth of a second.
  expect(exported.duration).toBe(100 + 70 + 300);
  expect(exported.blob.type).toBe('image/gif');
  const before = await framesOf(picture);
  const after = await framesOf(exported.blob);
  expect(after).toEqual(
    before.map(({ pixels, delay }) => ({ delay, pixels: pixels.slice().fill(white, width * (height - 5)) })),
  );
});

it.each([
  ['an APNG', apngBlob],
  ['an animated WebP', webpBlob],
])('takes %s apart, with its durations, repetitions and transparency', async (_, write) => {
  const moving = movingSquare(9, [30, 45, 45, 200]);
  const exported = await exportGif({ picture: await write(moving), overlay: bar(native), placement: native });
  expect(exported).toMatchObject({ width, height, frames: 9, repetitions: 2, truncated: false });
  const frames = await framesOf(exported.blob);
  expect(frames.map(({ pixels }) => pixels)).toEqual(withBar(moving));
  expect(frames.map(({ delay }) => delay)).toEqual([3, 5, 4, 20, 3, 5, 4, 20, 3]);
});

it('is shown by the browser as a moving picture with the same frames', async () => {
  const moving = movingSquare(6, [80]);
  const { blob } = await exportGif({
    picture: await apngBlob(moving),
    overlay: bar(native),
    placement: native,
  });
  const decoder = new ImageDecoder({ type: 'image/gif', data: await blob.arrayBuffer() });
  await decoder.tracks.ready;
  await decoder.completed;
  expect(decoder.tracks.selectedTrack).toMatchObject({ animated: true, frameCount: 6, repetitionCount: 2 });
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  for (const [frameIndex, pixels] of withBar(moving).entries()) {
    const { image } = await decoder.decode({ frameIndex });
    context?.clearRect(0, 0, width, height);
    context?.drawImage(image, 0, 0);
    image.close();
    const data = context?.getImageData(0, 0, width, height).data.buffer ?? new ArrayBuffer(0);
    expect(new Uint32Array(data)).toEqual(pixels);
  }
});

it('fits the picture to its place: smaller, on a larger ground', async () => {
  const picture = new Blob([striped]);
  const overlay = bar({ width: 30, height: 24 }, 6);
  const exported = await exportGif({
    picture,
    overlay,
    placement: { left: 5, top: 3, width: 20, height: 15 },
  });
  expect(exported).toMatchObject({ width: 30, height: 24, frames: 3 });
  const [{ pixels }] = await framesOf(exported.blob);
  const opaque = Array.from({ length: 24 }, (_, y) =>
    Array.from(pixels.subarray(30 * y, 30 * y + 30), (pixel) => (pixel >>> 24 === 255 ? '#' : '.')).join(''),
  );
  expect(opaque).toEqual([
    ...Array<string>(3).fill('.'.repeat(30)),
    ...Array<string>(15).fill(`.....${'#'.repeat(20)}.....`),
    ...Array<string>(6).fill('#'.repeat(30)),
  ]);
});

it('tells how far it is, and how large the file has become', async () => {
  const events: ExportGifEvent[] = [];
  const picture = new Blob([striped]);
  const { blob } = await exportGif({ picture, overlay: bar(native), placement: native }, (event) => {
    events.push(event);
  });
  const told = events.map(({ phase, frame, frames }) => `${phase} ${frame}/${frames}`);
  const all = ['survey', 'write'].flatMap((phase) => [1, 2, 3].map((frame) => `${phase} ${frame}/3`));
  // A page that is busy hears of the newest alone; of the first and the last of each phase in any case.
  expect(all.filter((event) => told.includes(event))).toEqual(told);
  expect(told).toEqual(expect.arrayContaining(['survey 1/3', 'survey 3/3', 'write 1/3', 'write 3/3']));
  const last = events.at(-1);
  expect(last?.phase === 'write' && last.bytes).toBe(blob.size - 1);
});

/** Enough to do for an abort to find it at work. */
const longGif = gifBytes({
  width: 200,
  height: 200,
  colours: [
    [0, 0, 0],
    [255, 255, 255],
  ],
  frames: Array.from({ length: 3000 }, (_, frame) => ({ area: [0, 0, 2, 1], indices: [frame % 2, 1] })),
});

/** Aborts at whatever is heard first: a page that is busy does not hear of every frame. */
function abortSoon(): void {
  void service.abort('to-abort');
}

it('stops when aborted, and serves the next call', async () => {
  const request = { picture: new Blob([longGif]), overlay: bar({ width: 200, height: 200 }) };
  const placement = { left: 0, top: 0, width: 200, height: 200 };
  const aborted = exportGif({ ...request, placement }, abortSoon, 'to-abort');
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
  const next = await exportGif({ picture: new Blob([striped]), overlay: bar(native), placement: native });
  expect(next.frames).toBe(3);
});

it('keeps the frames before the damage, and says so', async () => {
  const picture = new Blob([striped.slice(0, striped.length - 200)]);
  const exported = await exportGif({ picture, overlay: bar(native), placement: native });
  expect(exported).toMatchObject({ frames: 2, truncated: true });
});

/** Everything up to the second frame, and rubbish behind. */
async function cutApng(): Promise<Blob> {
  const bytes = new Uint8Array(await (await apngBlob(movingSquare(4, [50]))).arrayBuffer());
  return new Blob([bytes.fill(0, Math.round(bytes.length * 0.6))]);
}

it('keeps the frames before the damage of an APNG, too', async () => {
  const exported = await exportGif({ picture: await cutApng(), overlay: bar(native), placement: native });
  expect(exported.truncated).toBe(true);
  expect(exported.frames).toBeGreaterThan(0);
  expect(exported.frames).toBeLessThan(4);
});

it.each([
  ['no picture', () => new Blob(['hello']), 'image-unsupported'],
  ['an empty file', () => new Blob([]), 'image-unsupported'],
  ['a GIF whose first frame is cut', () => new Blob([striped.slice(0, 700)]), 'image-unsupported'],
  [
    'a WebP of a header only',
    () => new Blob(['RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0', Uint8Array.of(2, 0, 0, 0, 1, 0, 0, 1, 0, 0)]),
    'image-damaged',
  ],
  [
    'a WebP of more than 200 megapixels',
    () =>
      new Blob(['RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0', Uint8Array.of(2, 0, 0, 0, 0xff, 0x3f, 0, 0xff, 0x3f, 0)]),
    'image-too-large',
  ],
])('says of %s what is wrong', async (_, picture, code) => {
  const failed = exportGif({ picture: picture(), overlay: bar(native), placement: native });
  await expect(failed).rejects.toMatchObject({ name: 'OfaError', code });
});
