/** Pickle protocol 2, as far as a checkpoint's `data.pkl` (and a hostile one) needs it. */

/** Values that pickle to Python ones; objects only through the classes below. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | readonly PickleValue[]
  | PickleGlobal
  | PickleReduce
  | PicklePersistentId
  | PickleOrderedDict;

/** A Python global, e.g. `torch FloatStorage`. */
export class PickleGlobal {
  readonly module: string;
  readonly name: string;

  constructor(module: string, name: string) {
    this.module = module;
    this.name = name;
  }
}

/** `callable(*arguments)`. Arrays are tuples. */
export class PickleReduce {
  readonly callable: PickleGlobal;
  readonly arguments: readonly PickleValue[];

  constructor(callable: PickleGlobal, argumentList: readonly PickleValue[]) {
    this.callable = callable;
    this.arguments = argumentList;
  }
}

export class PicklePersistentId {
  readonly id: PickleValue;

  constructor(id: PickleValue) {
    this.id = id;
  }
}

export class PickleOrderedDict {
  readonly items: readonly (readonly [string, PickleValue])[];

  constructor(items: readonly (readonly [string, PickleValue])[]) {
    this.items = items;
  }
}

const orderedDict = new PickleGlobal('collections', 'OrderedDict');
const mark = 0x28;
const tuple = 0x74;

function littleEndian(value: number, width: number): number[] {
  return Array.from({ length: width }, (_, index) => Math.floor(value / 2 ** (8 * index)) & 0xff);
}

function encodeInteger(value: number): number[] {
  if (value >= 0 && value < 0x100) return [0x4b, value];
  if (value >= 0 && value < 0x10000) return [0x4d, ...littleEndian(value, 2)];
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return [0x4a, ...littleEndian(value >>> 0, 4)];
  return [0x8a, 8, ...littleEndian(value, 8)];
}

function encode(value: PickleValue): number[] {
  if (value === null) return [0x4e];
  if (typeof value === 'boolean') return [value ? 0x88 : 0x89];
  if (typeof value === 'number') return encodeInteger(value);
  if (typeof value === 'string') {
    const bytes = new TextEncoder().encode(value);
    return [0x58, ...littleEndian(bytes.length, 4), ...bytes];
  }
  if (value instanceof PickleGlobal) {
    return [0x63, ...new TextEncoder().encode(`${value.module}\n${value.name}\n`)];
  }
  if (value instanceof PickleReduce) return [...encode(value.callable), ...encode(value.arguments), 0x52];
  if (value instanceof PicklePersistentId) return [...encode(value.id), 0x51];
  if (value instanceof PickleOrderedDict) {
    const items = value.items.flatMap(([key, item]) => [...encode(key), ...encode(item)]);
    return [...encode(new PickleReduce(orderedDict, [])), mark, ...items, 0x75];
  }
  return [mark, ...value.flatMap(encode), tuple];
}

/** The bytes of a pickle that holds `value`. */
export function pickle(value: PickleValue): Uint8Array {
  return Uint8Array.from([0x80, 2, ...encode(value), 0x2e]);
}
