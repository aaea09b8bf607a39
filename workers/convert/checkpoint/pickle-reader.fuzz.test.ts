import { describe, expect, it } from 'vitest';
import { dangerousGlobals } from '../../testing/fuzz/dangerous-globals.ts';
import { fuzz } from '../../testing/fuzz/fuzz.ts';
import type { Random } from '../../testing/fuzz/fuzz.ts';
import { outcomeOf } from '../../testing/fuzz/outcome.ts';
import { pickleProgram } from '../../testing/fuzz/pickle-programs.ts';
import { parseBytes, printBytes, varyBytes } from '../../testing/fuzz/vary-bytes.ts';
import {
  pickle,
  PickleGlobal,
  PickleOrderedDict,
  PicklePersistentId,
  PickleReduce,
} from '../../testing/pickle-writer.ts';
import type { PickleValue } from '../../testing/pickle-writer.ts';
import { randomNumbers } from '../../testing/random.ts';
import { readTorchPickle } from './torch-pickle.ts';

const codes = ['checkpoint-damaged', 'checkpoint-unsafe', 'checkpoint-unsupported'] as const;

const storage = new PicklePersistentId(['storage', new PickleGlobal('torch', 'FloatStorage'), '0', 'cpu', 6]);
const hooks = new PickleReduce(new PickleGlobal('collections', 'OrderedDict'), []);
const tensor = new PickleReduce(new PickleGlobal('torch._utils', '_rebuild_tensor_v2'), [
  storage,
  0,
  [2, 3],
  [3, 1],
  false,
  hooks,
]);

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

function failure(bytes: Uint8Array): unknown {
  try {
    readTorchPickle(bytes);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** `module.name` parted as Python parts it: the module has as many dots as possible. */
function parted(global: string): readonly [string, string] {
  const dot = global.lastIndexOf('.');
  return [global.slice(0, dot), global.slice(dot + 1)];
}

const shortText = (text: string) => `\x8c${String.fromCodePoint(text.length)}${text}`;

/** Every instruction by which a pickle names a global. */
const encodings: Readonly<Record<string, (module: string, name: string) => string>> = {
  GLOBAL: (module, name) => `\x80\x02c${module}\n${name}\n)R.`,
  STACK_GLOBAL: (module, name) => `\x80\x04${shortText(module)}${shortText(name)}\x93)R.`,
  'STACK_GLOBAL from the memo': (module, name) =>
    `\x80\x04${shortText(name)}\x94${shortText(module)}\x94\x85\x85h\x01h\x00\x93.`,
  INST: (module, name) => `\x80\x02(i${module}\n${name}\n.`,
  OBJ: (module, name) => `\x80\x02(c${module}\n${name}\no.`,
  NEWOBJ: (module, name) => `\x80\x02c${module}\n${name}\n)\x81.`,
  NEWOBJ_EX: (module, name) => `\x80\x04c${module}\n${name}\n)}\x92.`,
  BUILD: (module, name) => `\x80\x02c${module}\n${name}\n}b.`,
};

describe.each(Object.entries(encodings))('a global that is dangerous, by %s', (_, encode) => {
  it.each(dangerousGlobals)('is refused by its name: %j', (global) => {
    const bytes = bytesOf(encode(...parted(global)));
    expect(failure(bytes)).toMatchObject({ code: 'checkpoint-unsafe', details: { global } });
  });
});

/** A value as a checkpoint may hold it, with `planted` somewhere inside. */
function valueAround(random: Random, planted: PickleValue, depth: number): PickleValue {
  const inside = depth === 0 ? planted : valueAround(random, planted, depth - 1);
  switch (random(5)) {
    case 0:
      return [1, inside, 'x'];
    case 1:
      return new PickleOrderedDict([['metadata', inside]]);
    case 2:
      return new PickleReduce(new PickleGlobal('collections', 'OrderedDict'), [inside]);
    case 3:
      return new PicklePersistentId(['storage', inside, '0', 'cpu', 6]);
    default:
      return new PickleReduce(new PickleGlobal('torch._utils', '_rebuild_tensor_v2'), [inside, 0, [2], [1]]);
  }
}

it('is refused by the dangerous global it holds, wherever that is', () => {
  const random = randomNumbers(7);
  for (let round = 0; round < 2_000; round += 1) {
    const global = dangerousGlobals[random(dangerousGlobals.length)];
    const planted = new PickleGlobal(...parted(global));
    const value = new PickleOrderedDict([
      ['a', tensor],
      ['b', valueAround(random, random(2) === 0 ? planted : new PickleReduce(planted, ['id']), random(6))],
      ['c', tensor],
    ]);
    const error = failure(pickle(value));
    // A wrong use of what is allowed may be found before; the global is never passed over.
    expect([round, error]).toMatchObject([round, { code: expect.stringMatching(/unsafe|damaged/u) }]);
    if (error instanceof Error && 'code' in error && error.code === 'checkpoint-unsafe') {
      expect(error).toMatchObject({ details: { global } });
    }
  }
});

/** Pickles that once took the reader too long, or made an error too long to show. */
const regressions: Readonly<Record<string, () => Uint8Array<ArrayBuffer>>> = {
  'tensors that share a shape of a hundred thousand axes': () => {
    const storage = `(${shortText('storage')}ctorch\nFloatStorage\n${shortText('0')}${shortText('cpu')}K\x01tQ`;
    const shape = `(${'K\x01'.repeat(100_000)}t`;
    const first = `ctorch._utils\n_rebuild_tensor_v2\n\x94(${storage}\x94K\x00${shape}\x94h\x02tR`;
    const others = Array.from(
      { length: 50_000 },
      (_, index) => `${shortText(`${index}`)}h\x00(h\x01K\x00h\x02h\x02tR`,
    );
    return bytesOf(`\x80\x04}(${shortText('first')}${first}${others.join('')}u.`);
  },
  'a name of a million letters': () =>
    bytesOf(`\x80\x04X\x40\x42\x0f\x00${'x'.repeat(1_000_000)}\x94h\x00\x93.`),
};

it.each(Object.entries(regressions))('with %s is refused at once and in a few words', async (_, make) => {
  const bytes = make();
  const outcome = await outcomeOf(codes, () => `${readTorchPickle(bytes).size} tensors`);
  expect(outcome).toMatch(/^checkpoint-/u);
});

it('that is anything at all becomes tensors or one of three errors', async () => {
  const { outcomes } = await fuzz<Uint8Array<ArrayBuffer>>(
    {
      name: 'pickles',
      corpus: [
        Uint8Array.from(pickle(new PickleOrderedDict([['x', tensor]]))),
        Uint8Array.from(pickle(new PickleOrderedDict([]))),
        bytesOf(encodings.STACK_GLOBAL('os', 'system')),
        bytesOf('\x80\x04\x95\0\0\0\0\0\0\0\0}\x94.'),
      ],
      vary: (random, bytes, other) =>
        random(3) === 0 ? varyBytes(random, bytes, other) : pickleProgram(random, 24),
      run: async (bytes) =>
        outcomeOf(codes, () => {
          const tensors = readTorchPickle(bytes);
          return `tensors, ${tensors.size > 0 ? 'some' : 'none'}`;
        }),
      print: printBytes,
      parse: parseBytes,
    },
    20_000,
  );
  expect(outcomes.length).toBeGreaterThan(20);
  expect(outcomes).toContain('tensors, some');
});
