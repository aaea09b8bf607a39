import { describe, expect, it } from 'vitest';
import { bytesSource, torchCheckpointBytes, floatTensor } from '../../testing/checkpoint-blob.ts';
import {
  pickle,
  PickleGlobal as WrittenGlobal,
  PickleOrderedDict,
  PicklePersistentId,
  PickleReduce,
} from '../../testing/pickle-writer.ts';
import type { PickleValue } from '../../testing/pickle-writer.ts';
import { openTorchCheckpoint } from './torch-checkpoint.ts';
import { readTorchPickle } from './torch-pickle.ts';

/** What reading throws; undefined if it does not. */
function failure(bytes: Uint8Array): unknown {
  try {
    readTorchPickle(bytes);
    return undefined;
  } catch (error) {
    return error;
  }
}

function text(source: string): Uint8Array {
  return Uint8Array.from(source, (character) => character.codePointAt(0) ?? 0);
}

const rebuild = new WrittenGlobal('torch._utils', '_rebuild_tensor_v2');
const storage = new PicklePersistentId([
  'storage',
  new WrittenGlobal('torch', 'FloatStorage'),
  '0',
  'cpu',
  6,
]);
const noHooks = new PickleReduce(new WrittenGlobal('collections', 'OrderedDict'), []);
const tensor = new PickleReduce(rebuild, [storage, 0, [2, 3], [3, 1], false, noHooks]);

function dictionary(value: PickleValue): Uint8Array {
  return pickle(new PickleOrderedDict([['x', value]]));
}

describe('a pickle that would run something', () => {
  // What `pickle.dumps` and hand-made attacks look like, from protocol 0 to 4.
  it.each([
    ['os.system', "cos\nsystem\n(S'id'\ntR."],
    ['posix.system', '\x80\x02cposix\nsystem\nq\x00X\x02\x00\x00\x00idq\x01\x85q\x02Rq\x03.'],
    ['os.system', '(ios\nsystem\n.'],
    [
      'builtins.eval',
      '\x80\x04\x95\x1c\0\0\0\0\0\0\0\x8c\x08builtins\x94\x8c\x04eval\x94\x93\x94\x8c\x011\x94\x85\x94R\x94.',
    ],
    ['builtins.getattr', '\x80\x02cbuiltins\ngetattr\nctorch\nFloatStorage\nX\x04\0\0\0loadX.'],
    ['torch.load', '\x80\x02ctorch\nload\n.'],
    ['torch.storage._load_from_bytes', '\x80\x02ctorch.storage\n_load_from_bytes\n.'],
    ['collections.OrderedDict.fromkeys', '\x80\x04\x8c\x0bcollections\x8c\x14OrderedDict.fromkeys\x93.'],
    ['argparse.Namespace', '\x80\x02cargparse\nNamespace\n)\x81.'],
    ['__main__.__proto__', '\x80\x02c__main__\n__proto__\n.'],
  ])('is refused naming %s', (global, source) => {
    expect(failure(text(source))).toMatchObject({ code: 'checkpoint-unsafe', details: { global } });
  });

  it.each([
    ['NEWOBJ', ')\x81.'],
    ['OBJ', '(o.'],
    ['NEWOBJ_EX', ')}\x92.'],
    ['EXT', '\x82\x01.'],
  ])('is refused naming the instruction %s', (global, source) => {
    const bytes = text(`\x80\x02ccollections\nOrderedDict\n${source}`);
    expect(failure(bytes)).toMatchObject({ code: 'checkpoint-unsafe', details: { global } });
  });

  it('may only call what makes values', () => {
    const called = new PickleReduce(new WrittenGlobal('torch', 'FloatStorage'), []);
    expect(failure(dictionary(called))).toMatchObject({ code: 'checkpoint-damaged' });
  });
});

describe('a well-formed pickle', () => {
  it('may hold parameters, lists, long numbers and protocol 4', () => {
    const parameter = new PickleReduce(new WrittenGlobal('torch._utils', '_rebuild_parameter'), [
      tensor,
      true,
      noHooks,
    ]);
    expect(readTorchPickle(dictionary(parameter)).get('x')?.view.shape).toEqual([2, 3]);
    const protocol4 = text('\x80\x04\x95\0\0\0\0\0\0\0\0}\x94.');
    expect(readTorchPickle(protocol4).size).toBe(0);
    const listAppended = text('\x80\x02}X\x01\0\0\0x](K\x01K\x02eK\x03as.');
    expect(failure(listAppended)).toMatchObject({ code: 'checkpoint-unsupported', details: { tensor: 'x' } });
  });

  it('cannot reach the prototype of anything by its names', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const tensors = readTorchPickle(pickle(new PickleOrderedDict(names.map((name) => [name, tensor]))));
    expect([...tensors.keys()]).toEqual(names);
    expect(({} as Record<string, unknown>).view).toBeUndefined();
    const polluting = new PickleOrderedDict([['__proto__', new PickleOrderedDict([['polluted', tensor]])]]);
    expect(failure(pickle(polluting))).toMatchObject({ code: 'checkpoint-unsupported' });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    ['a training checkpoint', new PickleOrderedDict([['epoch', 3]])],
    ['no dictionary', 'weights'],
  ])('that holds %s is refused', (_what, value) => {
    expect(failure(pickle(value))).toMatchObject({ code: 'checkpoint-unsupported' });
  });
});

describe('a malformed pickle', () => {
  it.each([
    ['an unknown instruction', '\x80\x02\xff.'],
    ['an unknown protocol', '\x80\x09}.'],
    ['a recalled value that was never stored', '\x80\x02h\x07.'],
    ['a stored value that is not there', '\x80\x02q\x00.'],
    ['a mark that is stored', '\x80\x02(q\x00.'],
    ['no mark', '\x80\x02K\x01t.'],
    ['an empty stack at its end', '\x80\x02.'],
    ['a left-over value', '\x80\x02}}.'],
    ['no end', '\x80\x02}'],
    ['a key without value', '\x80\x02}(X\x01\0\0\0xu.'],
    ['a key that is no text', '\x80\x02}K\x01K\x01s.'],
    ['a text longer than the file', '\x80\x02X\xff\xff\xff\xff.'],
    ['a text that is not UTF-8', '\x80\x02X\x01\0\0\0\xff.'],
    ['a number beyond 2^53', '\x80\x02\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f.'],
    ['a name without end', '\x80\x02ccollections'],
    ['items for a tuple', '\x80\x02K\x01K\x02K\x03s.'],
    ['a state for a number', '\x80\x02K\x01}b.'],
    ['a call of a number', '\x80\x02K\x01)R.'],
    ['a storage of an unknown kind', '\x80\x02K\x01Q.'],
  ])('with %s is refused', (_what, source) => {
    expect(failure(text(source))).toMatchObject({ code: 'checkpoint-damaged' });
  });

  it.each([
    ['without storage', [1, 0, [2], [1], false, noHooks]],
    ['without shape', [storage, 0]],
    ['with a shape of texts', [storage, 0, ['2'], [1], false, noHooks]],
  ])('with a tensor %s is refused', (_what, parameters) => {
    const bytes = dictionary(new PickleReduce(rebuild, parameters));
    expect(failure(bytes)).toMatchObject({ code: 'checkpoint-damaged' });
  });

  it('is refused at whatever byte it ends', () => {
    const whole = dictionary(tensor);
    for (let length = 0; length < whole.length; length++) {
      const error = failure(whole.slice(0, length));
      expect([length, error]).toMatchObject([length, { code: expect.stringMatching(/damaged|unsafe/) }]);
    }
  });

  it('of a million nested marks and tuples is refused without exhausting the stack', () => {
    expect(failure(new Uint8Array(1_000_000).fill(0x28))).toMatchObject({ code: 'checkpoint-damaged' });
    const nested = new Uint8Array(1_000_000).fill(0x85);
    nested[0] = 0x29;
    nested[nested.length - 1] = 0x2e;
    expect(failure(nested)).toMatchObject({ code: 'checkpoint-unsupported' });
  });
});

it('leaves the checkpoint unread when its pickle is unsafe', async () => {
  const bytes = torchCheckpointBytes([floatTensor('x', [1], [1])]);
  const at = Buffer.from(bytes).indexOf('collections\nOrderedDict');
  bytes.set(text('collections\nUserString_'), at);
  await expect(openTorchCheckpoint(new AbortController().signal, bytesSource(bytes))).rejects.toMatchObject({
    code: 'checkpoint-unsafe',
    details: { global: 'collections.UserString_' },
  });
});
