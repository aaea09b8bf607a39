import { describe, expect, it } from 'vitest';
import { byteLength } from './data-type.ts';
import { externalFileParts, layOutExternalData } from './external-data.ts';
import type { GraphDefinition, Initializer } from './graph-definition.ts';

const { signal } = new AbortController();
const mebibyte = 2 ** 20;

/** A tensor of bytes that tell which one it is. */
function tensor(
  name: string,
  dimensions: readonly number[],
  { dataType = 'uint8', ...rest }: Partial<Initializer> = {},
): Initializer {
  return {
    name,
    dataType,
    dimensions,
    read: async () =>
      Promise.resolve(new Uint8Array(byteLength(dataType, dimensions)).fill(name.charCodeAt(0))),
    ...rest,
  };
}

function graphOf(...initializers: Initializer[]): GraphDefinition {
  return { name: 'graph', inputs: [], outputs: [], nodes: [], initializers, operatorSets: { '': 21 } };
}

function names(initializers: readonly Initializer[]): string[] {
  return initializers.map(({ name }) => name);
}

describe('layOutExternalData', () => {
  it('keeps tensors below 1 KiB and all int64 tensors in the graph', () => {
    const layout = layOutExternalData(
      graphOf(
        tensor('a', [1023]),
        tensor('b', [1024]),
        tensor('c', [200], { dataType: 'int64' }),
        tensor('d', [256], { dataType: 'float32' }),
        tensor('e', [511], { dataType: 'float16' }),
        tensor('f', []),
      ),
    );
    expect(names(layout.inline)).toEqual(['a', 'c', 'e', 'f']);
    expect(
      layout.files.flatMap(({ tensors }) => names(tensors.map(({ initializer }) => initializer))),
    ).toEqual(['b', 'd']);
  });

  it('packs consecutive tensors into files of at most 16 MiB, each at a multiple of 64', () => {
    const layout = layOutExternalData(
      graphOf(tensor('a', [5 * mebibyte + 1]), tensor('b', [10 * mebibyte]), tensor('c', [mebibyte])),
      'folder/',
    );
    expect(
      layout.files.map(({ path, bytes, tensors }) => ({
        path,
        bytes,
        offsets: tensors.map(({ offset }) => offset),
      })),
    ).toEqual([
      { path: 'folder/graph.0.data', bytes: 15 * mebibyte + 64, offsets: [0, 5 * mebibyte + 64] },
      { path: 'folder/graph.1.data', bytes: mebibyte, offsets: [0] },
    ]);
  });

  it('fills a file to its last byte', () => {
    const { files } = layOutExternalData(graphOf(tensor('a', [6 * mebibyte]), tensor('b', [10 * mebibyte])));
    expect(files.map(({ bytes }) => bytes)).toEqual([16 * mebibyte]);
  });

  it('gives a tensor larger than 16 MiB a file of its own', () => {
    const { files } = layOutExternalData(
      graphOf(tensor('a', [2048]), tensor('b', [17 * mebibyte]), tensor('c', [2048])),
    );
    expect(files.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['graph.0.data', 2048],
      ['graph.1.data', 17 * mebibyte],
      ['graph.2.data', 2048],
    ]);
  });

  it('gives a tensor that several graphs share one file under one name', () => {
    const shared = tensor('b', [4096], { sharedFile: 'both' });
    const first = layOutExternalData(graphOf(tensor('a', [2048]), shared, tensor('c', [2048])), 'x/');
    const second = layOutExternalData({ ...graphOf(shared, tensor('d', [2048])), name: 'other' }, 'x/');
    expect(first.files.map(({ path }) => path)).toEqual(['x/both.data', 'x/graph.0.data']);
    expect(second.files.map(({ path }) => path)).toEqual(['x/both.data', 'x/other.0.data']);
    expect(second.files[0]).toEqual(first.files[0]);
  });
});

describe('externalFileParts', () => {
  it('yields the tensors in order with zeros between them, as many bytes as laid out', async () => {
    const { files } = layOutExternalData(graphOf(tensor('a', [1025]), tensor('b', [1030])));
    const parts = [];
    for await (const part of externalFileParts(signal, files[0])) parts.push(part);
    expect(parts.map(({ tensor, bytes }) => [tensor, bytes.length, bytes[0]])).toEqual([
      ['a', 1025, 'a'.charCodeAt(0)],
      ['b', 63, 0],
      ['b', 1030, 'b'.charCodeAt(0)],
    ]);
    expect(files[0].bytes).toBe(1025 + 63 + 1030);
  });

  it('reads no tensor before its turn', async () => {
    const read: string[] = [];
    const observed = (name: string): Initializer =>
      tensor(name, [2048], {
        read: async () => {
          read.push(name);
          return Promise.resolve(new Uint8Array(2048));
        },
      });
    const { files } = layOutExternalData(graphOf(observed('a'), observed('b')));
    const parts = externalFileParts(signal, files[0]);
    await parts.next();
    expect(read).toEqual(['a']);
    await parts.next();
    expect(read).toEqual(['a', 'b']);
  });

  it('refuses a tensor that is not as long as its dimensions say', async () => {
    const short = tensor('a', [2048], { read: async () => Promise.resolve(new Uint8Array(2047)) });
    const { files } = layOutExternalData(graphOf(short));
    await expect(externalFileParts(signal, files[0]).next()).rejects.toMatchObject({ code: 'internal' });
  });

  it('stops between tensors when it is aborted', async () => {
    const controller = new AbortController();
    const { files } = layOutExternalData(graphOf(tensor('a', [2048]), tensor('b', [2048])));
    const parts = externalFileParts(controller.signal, files[0]);
    await parts.next();
    controller.abort(new DOMException('Enough', 'AbortError'));
    await expect(parts.next()).rejects.toBe(controller.signal.reason);
  });
});
