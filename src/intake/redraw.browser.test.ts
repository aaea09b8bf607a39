import { afterEach, expect, it } from 'vitest';
import { keepErrorCodes } from '../../workers/protocol/wire.ts';
import { closeImage, type ImageInput, openImage } from './image-input.ts';

keepErrorCodes();

const svg = (attributes: string, content: string): Blob =>
  new Blob([`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`]);

let opened: ImageInput | null = null;

async function open(blob: Blob, name: string): Promise<ImageInput> {
  opened = await openImage(blob, name);
  return opened;
}

afterEach(() => {
  if (opened !== null) closeImage(opened);
  opened = null;
});

function colourAt({ preview }: ImageInput, x: number, y: number): number[] {
  return [...(preview.getContext('2d') as CanvasRenderingContext2D).getImageData(x, y, 1, 1).data];
}

it('a drawing is opened at its own size, and the model gets its pixels as PNG', async () => {
  const image = await open(
    svg('width="60" height="40"', '<rect width="30" height="40" fill="#ff0000"/>'),
    'red.svg',
  );
  expect(image).toMatchObject({ width: 60, height: 40, name: 'red', moves: false });
  expect(colourAt(image, 10, 20)).toEqual([255, 0, 0, 255]);
  expect(colourAt(image, 50, 20)).toEqual([0, 0, 0, 0]);
  expect(image.blob.type).toBe('image/png');
  const bitmap = await createImageBitmap(image.blob);
  expect([bitmap.width, bitmap.height]).toEqual([60, 40]);
});

it('a drawing without a size is drawn large, all of it', async () => {
  const image = await open(svg('viewBox="0 0 4 2"', '<path d="M2 0h2v2H2z" fill="#0000ff"/>'), 'blue.svg');
  expect([image.width, image.height]).toEqual([1024, 512]);
  expect(colourAt(image, 1000, 500)).toEqual([0, 0, 255, 255]);
  expect(colourAt(image, 100, 100)[3]).toBe(0);
});

it('a drawing runs no script and fetches nothing', async () => {
  const outside = new URL('/outside.png', location.href).href;
  const image = await open(
    svg(
      'width="20" height="20" onload="window.drawn = 1"',
      `<script>window.drawn = 2</script>
       <image href="${outside}" width="20" height="20"/>
       <style>@import url("${outside}?style");</style>
       <foreignObject width="20" height="20"><img xmlns="http://www.w3.org/1999/xhtml" src="${outside}?html" onerror="window.drawn = 3"/></foreignObject>`,
    ),
    'hostile.svg',
  );
  expect([image.width, image.height]).toEqual([20, 20]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect('drawn' in window).toBe(false);
  expect(performance.getEntriesByType('resource').filter(({ name }) => name.startsWith(outside))).toEqual([]);
});

it('a drawing that is no XML is damaged', async () => {
  await expect(open(svg('width="20" height="20"', '<rect>'), 'broken.svg')).rejects.toMatchObject({
    code: 'image-damaged',
  });
});

async function fixture(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`/workers/testing/heic/${name}`);
  return new Uint8Array(await response.arrayBuffer());
}

it('HEIC is opened upright at its own size, and the model gets its pixels as PNG', async () => {
  const image = await open(new Blob([await fixture('turned.heic')]), 'IMG_1.HEIC');
  expect(image).toMatchObject({ width: 80, height: 120, name: 'IMG_1', moves: false });
  expect(image.blob.type).toBe('image/png');
  const [red, , blue] = colourAt(image, 10, 10);
  expect(blue, 'blue above on the left').toBeGreaterThan(red + 100);
});

it('HEIC that is cut short is damaged', async () => {
  const file = await fixture('turned.heic');
  await expect(open(new Blob([file.slice(0, 900)]), 'IMG_1.HEIC')).rejects.toMatchObject({
    code: 'image-damaged',
    details: { file: 'IMG_1.HEIC' },
  });
});

it.each(['avif', 'mif1'])('AVIF of the main brand %s stays as it is', async (brand) => {
  const file = await fixture('plain.avif');
  file.set(new TextEncoder().encode(brand), 8);
  const blob = new Blob([file]);
  const image = await open(blob, 'plain.avif');
  expect(image).toMatchObject({ width: 120, height: 80 });
  expect(image.blob).toBe(blob);
});
