import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { openZip } from './zip-files.ts';

const never = new AbortController().signal;

interface Content {
  readonly [path: string]: string | Uint8Array;
}

async function zipOf(content: Content, options: { level?: number; password?: string } = {}): Promise<Blob> {
  const zip = new ZipWriter(new BlobWriter(), { level: 6, useWebWorkers: false, ...options });
  for (const [path, value] of Object.entries(content)) {
    await zip.add(path, typeof value === 'string' ? new TextReader(value) : new Uint8ArrayReader(value));
  }
  return zip.close();
}

/** Every occurrence of `from`, bytes or text, replaced by `to` of the same length. */
async function patched(zip: Blob, from: string | Uint8Array, to: string | Uint8Array): Promise<Blob> {
  const bytes = Buffer.from(await zip.arrayBuffer());
  const search = Buffer.from(from);
  for (let at = bytes.indexOf(search); at >= 0; at = bytes.indexOf(search, at + 1))
    bytes.set(Buffer.from(to), at);
  return new Blob([bytes]);
}

function uint32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

const open = (zip: Blob) => openZip(never, 'model.zip', zip);

describe('a zip file', () => {
  const weights = Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) >> 4);

  it.each([0, 6])('gives its files, at level %i', async (level) => {
    const files = await open(await zipOf({ 'a/config.json': '{"a":1}', 'a/w.bin': weights }, { level }));
    expect(files.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['a/config.json', 7],
      ['a/w.bin', 300_000],
    ]);
    expect(await (await files[0].unpack(never)).text()).toBe('{"a":1}');
    const unpacked = new Uint8Array(await (await files[1].unpack(never)).arrayBuffer());
    expect(Buffer.compare(unpacked, weights)).toBe(0);
  });

  it.each(['../up', 'a/../b', '/root', 'c:\\x', 'a\\b.c', 'a//bc', './abc'])(
    'with the path %s is refused',
    async (path) => {
      const plain = 'x'.repeat(path.length);
      const zip = await patched(await zipOf({ [plain]: 'evil' }), plain, path);
      await expect(open(zip)).rejects.toMatchObject({ code: 'checkpoint-unsafe' });
    },
  );

  it('with one path twice is refused', async () => {
    const zip = await patched(await zipOf({ 'one.json': 'a', 'two.json': 'b' }), 'two.json', 'one.json');
    await expect(open(zip)).rejects.toMatchObject({ code: 'checkpoint-unsafe' });
  });

  it('that would unpack to more than any model is refused', async () => {
    const zip = await patched(await zipOf({ 'w.bin': weights }), uint32(weights.length), uint32(0xfffffff0));
    const twice = await zipOf({ 'a.bin': weights, 'b.bin': weights, 'c.bin': weights });
    const bomb = await patched(twice, uint32(weights.length), uint32(0xfffffff0));
    await expect(open(bomb)).rejects.toMatchObject({ code: 'checkpoint-unsafe' });
    // One such file is within bounds, but is not what it says.
    const [file] = await open(zip);
    await expect(file.unpack(never)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
  });

  it('whose file unpacks to more than it says is refused', async () => {
    const zip = await patched(await zipOf({ 'w.bin': weights }), uint32(weights.length), uint32(1000));
    const [file] = await open(zip);
    await expect(file.unpack(never)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
  });

  it('with too many files is refused', async () => {
    const names = Array.from({ length: 10_001 }, (_, index) => [`${index}`, ''] as const);
    await expect(open(await zipOf(Object.fromEntries(names)))).rejects.toMatchObject({
      code: 'checkpoint-unsafe',
    });
  });

  it('with a password is refused', async () => {
    const zip = await zipOf({ 'config.json': '{}' }, { password: 'secret' });
    await expect(open(zip)).rejects.toMatchObject({ code: 'checkpoint-unsupported' });
  });

  it('that is cut off is refused', async () => {
    const zip = await zipOf({ 'w.bin': weights });
    await expect(open(zip.slice(0, zip.size - 30))).rejects.toMatchObject({ code: 'checkpoint-damaged' });
  });

  it.each([0, 6])('with damaged data is refused when that is unpacked, at level %i', async (level) => {
    const zip = await zipOf({ 'w.bin': weights }, { level });
    const bytes = new Uint8Array(await zip.arrayBuffer());
    bytes[zip.size >> 1] ^= 0xff;
    const [file] = await open(new Blob([bytes]));
    // What is stored as it is has its own hashes inside.
    if (level === 0) expect((await file.unpack(never)).size).toBe(300_000);
    else await expect(file.unpack(never)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
  });

  it('stops unpacking when it is told to', async () => {
    const [file] = await open(await zipOf({ 'w.bin': weights }));
    await expect(file.unpack(AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  });
});
