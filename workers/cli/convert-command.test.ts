import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nanoFiles, nanoWeights } from '../testing/nano-checkpoint.ts';
import { convertCommand } from './convert-command.ts';
import { openNodeModelFolder } from './node-model-folder.ts';

const { signal } = new AbortController();
const root = mkdtempSync(join(tmpdir(), 'convert-'));
const checkpoint = join(root, 'Nano ZH');
afterAll(() => rmSync(root, { recursive: true }));

async function writeBlob(path: string, blob: Blob): Promise<void> {
  writeFileSync(path, new Uint8Array(await blob.arrayBuffer()));
}

beforeAll(async () => {
  mkdirSync(checkpoint);
  for (const [name, blob] of nanoFiles()) await writeBlob(join(checkpoint, name), blob);
  await writeBlob(join(checkpoint, 'pytorch_model.bin'), nanoWeights());
});

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(...argv: string[]): Promise<Run> {
  let out = '';
  let err = '';
  const code = await convertCommand(signal, argv, undefined, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

describe('npm run convert', () => {
  it('writes a folder that opens with every hash right and loads in ONNX Runtime', async () => {
    const folder = join(root, 'model');
    const result = await run(checkpoint, '--out', folder, '--precision', 'fp32,int8', '--title-en', 'Nano');
    expect(result).toMatchObject({ code: 0 });
    expect(result.out).toContain('int8');
    expect(result.err).toMatch(/Writing .*100 %/);
    expect(result.err).toMatch(/MB {2}fp32 encoder\./);
    const opened = await openNodeModelFolder(signal, folder);
    expect(opened.manifest).toMatchObject({ id: 'Nano ZH', title: { zh: 'Nano', en: 'Nano' } });
    for (const { encoder, decoder } of opened.manifest.variants) {
      for (const graph of [encoder, decoder]) {
        const externalData: { path: string; data: Uint8Array }[] = [];
        for (const file of graph.externalData) {
          externalData.push({ path: file.path, data: await opened.read(signal, file) });
        }
        const model = await opened.read(signal, graph.model);
        const session = await InferenceSession.create(model, { externalData, logSeverityLevel: 3 });
        expect(session.inputNames).toContain('input_ids');
        await session.release();
      }
    }
  });

  it('writes graphs that open from the disk with their weights beside them', async () => {
    const session = await InferenceSession.create(join(root, 'model/fp32/decoder.onnx'));
    expect(session.outputNames).toContain('logits');
    await session.release();
  });

  it('replaces a model and removes the files that only the old one had', async () => {
    const folder = join(root, 'model');
    writeFileSync(join(folder, 'README.md'), 'mine');
    expect(await run(checkpoint, '--out', folder, '--precision', 'fp32')).toMatchObject({ code: 0 });
    const { manifest } = await openNodeModelFolder(signal, folder);
    expect(manifest.variants.map(({ name }) => name)).toEqual(['fp32']);
    expect(readdirSync(join(folder, 'int8'))).toEqual([]);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('mine');
  });

  it.each([
    [[], 2, 'setting-invalid'],
    [['a', 'b', '--out', 'x'], 2, 'setting-invalid'],
    [['a'], 2, 'setting-invalid'],
    [['a', '--out', 'x', '--precision', 'fp64'], 2, 'setting-invalid: There is no precision fp64'],
    [['a', '--out', 'x', '--hub', 'github'], 2, 'setting-invalid'],
    [['a', '--out', 'x', '--target-positions', 'many'], 2, 'setting-invalid'],
    [['a', '--out', 'x', '--unknown'], 2, 'setting-invalid'],
    [[join(root, 'nowhere'), '--out', join(root, 'none')], 1, 'model-not-found: '],
  ])('refuses %j with a code', async (argv, code, message) => {
    const result = await run(...argv);
    expect(result.code).toBe(code);
    expect(result.err).toContain(message);
    expect(result.out).toBe('');
  });

  it('leaves the model that is there when the new checkpoint cannot be read', async () => {
    const folder = join(root, 'model');
    const before = readFileSync(join(folder, 'model.json'), 'utf8');
    const damaged = join(root, 'damaged');
    cpSync(checkpoint, damaged, { recursive: true });
    const bytes = readFileSync(join(damaged, 'pytorch_model.bin'));
    writeFileSync(join(damaged, 'pytorch_model.bin'), bytes.subarray(0, bytes.length - 1000));
    const result = await run(damaged, '--out', folder);
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/^checkpoint-damaged: /m);
    expect(readFileSync(join(folder, 'model.json'), 'utf8')).toBe(before);
  });

  it('says where it cannot write', async () => {
    const file = join(root, 'a file');
    writeFileSync(file, '');
    const result = await run(checkpoint, '--out', file);
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/^storage-unavailable: /m);
  });

  it('explains itself', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--precision') });
  });
});

it('leaves no model when it is interrupted', async () => {
  const folder = join(root, 'interrupted');
  const controller = new AbortController();
  let err = '';
  const code = await convertCommand(controller.signal, [checkpoint, '--out', folder], undefined, {
    out: () => {},
    err: (text) => {
      err += text;
      if (text.startsWith('Writing')) controller.abort();
    },
  });
  expect(code).toBe(130);
  expect(err).toMatch(/\nstopped\n$/);
  expect(existsSync(join(folder, 'model.json'))).toBe(false);
});

it('runs as a program', async () => {
  const entry = fileURLToPath(new URL('convert.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry, '--precision', 'fp64'], {
    stdio: 'ignore',
  });
  expect(await once(child, 'exit')).toEqual([2, null]);
});
