/** Programs for a pickle machine, made at random: unlike changed bytes they get past the first instruction. */
import type { Random } from './fuzz.ts';

type Bytes = Uint8Array<ArrayBuffer>;

function ascii(text: string): number[] {
  return [...Buffer.from(text, 'latin1')];
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random(items.length)];
}

const globals: readonly (readonly [module: string, name: string])[] = [
  ['collections', 'OrderedDict'],
  ['torch._utils', '_rebuild_tensor_v2'],
  ['torch._utils', '_rebuild_parameter'],
  ['torch', 'FloatStorage'],
  ['torch', 'HalfStorage'],
  ['torch', 'BoolStorage'],
  ['os', 'system'],
  ['builtins', 'eval'],
  ['__main__', '__proto__'],
  ['', ''],
];
const texts = [
  'storage',
  'cpu',
  '0',
  'x',
  '__proto__',
  'encoder.weight',
  '',
  '表情',
  'torch',
  'FloatStorage',
];

function shortText(text: string): number[] {
  const bytes = [...Buffer.from(text)];
  return [0x8c, bytes.length, ...bytes];
}

function number(random: Random): number[] {
  switch (random(5)) {
    case 0:
      return [0x4b, random(8)]; // BININT1
    case 1:
      return [0x4d, random(256), random(256)]; // BININT2
    case 2:
      return [0x4a, random(256), random(256), random(256), random(256)]; // BININT
    case 3:
      return [
        0x8a,
        ...pick(random, [[0], [1, 255], [8, 0, 0, 0, 0, 0, 0, 0, 128], [9, 0, 0, 0, 0, 0, 0, 0, 0, 1]]),
      ];
    default:
      return [0x47, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0]; // BINFLOAT: infinity
  }
}

function globalName(random: Random): number[] {
  const [module, name] = pick(random, globals);
  if (random(2) === 0) return [0x63, ...ascii(`${module}\n${name}\n`)];
  return [...shortText(module), ...shortText(name), 0x93];
}

/** A storage's persistent id, loaded. */
function storage(random: Random): number[] {
  const [module, name] = pick(random, globals.slice(3, 6));
  const id = [
    ...shortText('storage'),
    0x63,
    ...ascii(`${module}\n${name}\n`),
    ...shortText('0'),
    ...shortText('cpu'),
  ];
  return [0x28, ...id, ...number(random), 0x74, 0x51];
}

/** A call of `_rebuild_tensor_v2`, most often a right one. */
function tensor(random: Random): number[] {
  const shape = Array.from({ length: random(4) }, () => number(random)).flat();
  const strides = Array.from({ length: random(4) }, () => number(random)).flat();
  const call = ascii('ctorch._utils\n_rebuild_tensor_v2\n');
  const view = [...number(random), 0x28, ...shape, 0x74, 0x28, ...strides, 0x74, 0x89, 0x4e];
  return [...call, 0x28, ...storage(random), ...view, 0x74, 0x52];
}

const plainInstructions = [
  0x4e, 0x88, 0x89, 0x28, 0x28, 0x29, 0x5d, 0x7d, 0x74, 0x85, 0x86, 0x87, 0x61, 0x65, 0x73, 0x75, 0x52, 0x51,
  0x62, 0x94, 0x30, 0x31, 0x32, 0x6f, 0x81, 0x92, 0x8f, 0x90, 0x91, 0x6c, 0x64, 0x93,
];

function instruction(random: Random): number[] {
  switch (random(9)) {
    case 0:
      return number(random);
    case 1:
      return shortText(pick(random, texts));
    case 2:
      return globalName(random);
    case 3:
      return [pick(random, [0x71, 0x68]), random(6)]; // BINPUT, BINGET
    case 4:
      return [pick(random, [0x72, 0x6a]), random(6), 0, 0, random(30) === 0 ? 255 : 0]; // LONG_ forms
    case 5:
      return tensor(random);
    case 6:
      return storage(random);
    default:
      return [pick(random, plainInstructions)];
  }
}

/** A pickle of up to `most` instructions and STOP. Half of them are the items of a dictionary, as in a checkpoint. */
export function pickleProgram(random: Random, most: number): Bytes {
  const body = Array.from({ length: 1 + random(most) }, () => instruction(random)).flat();
  const items = Array.from({ length: random(3) }, () => [
    ...shortText(pick(random, texts)),
    ...tensor(random),
  ]).flat();
  const dictionary = [0x7d, 0x28, ...items, ...(random(2) === 0 ? body : []), 0x75];
  return Uint8Array.from([0x80, 2 + random(3), ...(random(2) === 0 ? body : dictionary), 0x2e]);
}
