/** HEIC files made of the coded picture of another: what phones write, and what nobody should. */
import type { PixelSize } from '../../protocol/picture-size.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const latin1 = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const uint16 = (value: number): number[] => [(value >>> 8) & 0xff, value & 0xff];
const uint32 = (value: number): number[] => [...uint16(value >>> 16), ...uint16(value & 0xffff)];

function box(type: string, ...content: readonly (number | readonly number[])[]): number[] {
  const body = content.flat();
  return [...uint32(8 + body.length), ...latin1(type), ...body];
}

/** A box that begins with version and flags. */
function fullBox(
  type: string,
  version: number,
  ...content: readonly (number | readonly number[])[]
): number[] {
  return box(type, [version, 0, 0, 0], ...content);
}

/** Where a box's content begins, by its first occurrence. */
function contentOf(file: Uint8Array, type: string): number {
  const name = latin1(type);
  const at = file.findIndex((_, start) => name.every((byte, index) => file[start + index] === byte));
  if (at < 0) throw new Error(`The file has no ${type} box`);
  return at + 4;
}

/** A box with its head. */
function boxOf(file: Uint8Array, type: string): number[] {
  const start = contentOf(file, type) - 8;
  const length = new DataView(file.buffer, file.byteOffset).getUint32(start);
  return [...file.subarray(start, start + length)];
}

/** The file with another name on its first box of a type. */
export function withRenamedBox(file: Uint8Array, type: string, name: string): Bytes {
  const changed = Uint8Array.from(file);
  changed.set(latin1(name), contentOf(file, type) - 4);
  return changed;
}

/** The file of one picture that announces another size. */
export function withHeicSize(file: Uint8Array, { width, height }: PixelSize): Bytes {
  const changed = Uint8Array.from(file);
  changed.set([...uint32(width), ...uint32(height)], contentOf(file, 'ispe') + 4);
  return changed;
}

/**
 * A picture of tiles, as phones write it, all of which are the one picture of `file`.
 *
 * @param size Of the whole; tiles reach beyond its right and lower edges.
 */
export function tiledHeic(file: Uint8Array, columns: number, rows: number, size: PixelSize): Bytes {
  const tiles = Array.from({ length: columns * rows }, (_, index) => index + 2);
  const sizes = [...uint32(size.width), ...uint32(size.height)];
  const coded = boxOf(file, 'mdat').slice(8);
  const grid = [0, 1, rows - 1, columns - 1, ...sizes];
  const entry = (id: number, type: string): number[] =>
    fullBox('infe', 2, uint16(id), uint16(0), latin1(type), 0);
  // Three properties: the decoder's configuration, the size of a tile, the size of the whole.
  const properties = box('ipco', boxOf(file, 'hvcC'), boxOf(file, 'ispe'), fullBox('ispe', 0, sizes));
  const associations = fullBox(
    'ipma',
    0,
    uint32(1 + tiles.length),
    [...uint16(1), 1, 3],
    ...tiles.map((id) => [...uint16(id), 2, 0x81, 2]),
  );
  const meta = (dataStart: number): number[] => {
    const place = (id: number, start: number, length: number): number[] => [
      ...[id, 0, 1].flatMap(uint16),
      ...[dataStart + start, length].flatMap(uint32),
    ];
    return fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, uint32(0), latin1('pict'), Array<number>(13).fill(0)),
      fullBox('pitm', 0, uint16(1)),
      fullBox(
        'iloc',
        0,
        [0x44, 0],
        uint16(1 + tiles.length),
        place(1, 0, grid.length),
        ...tiles.map((id) => place(id, grid.length, coded.length)),
      ),
      fullBox('iinf', 0, uint16(1 + tiles.length), entry(1, 'grid'), ...tiles.map((id) => entry(id, 'hvc1'))),
      fullBox('iref', 0, box('dimg', uint16(1), uint16(tiles.length), ...tiles.map(uint16))),
      box('iprp', properties, associations),
    );
  };
  const type = box('ftyp', latin1('heic'), uint32(0), latin1('mif1heicmiaf'));
  const start = type.length + meta(0).length + 8;
  return Uint8Array.from([...type, ...meta(start), ...box('mdat', grid, coded)]);
}
