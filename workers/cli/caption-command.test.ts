import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingKeys, settingName } from '../protocol/generation-settings.ts';
import { goldenBeams } from '../testing/golden-beams.ts';
import { nanoModel } from '../testing/nano-model.ts';
import { referencePath } from '../testing/reference.ts';

interface Printed {
  readonly images: readonly {
    readonly file: string;
    readonly hypotheses: readonly {
      readonly text: string;
      readonly tokens: number[];
      readonly score: number;
    }[];
    readonly timings: Readonly<Record<string, number>>;
  }[];
}

const run = promisify(execFile);
const { images } = goldenBeams();
const [photo, small] = images;
const imagePath = (file: string) => referencePath(`nano-zh/golden/${file}`);

let folder: string;

beforeAll(async () => {
  const { signal } = new AbortController();
  const nano = await nanoModel(signal, readFileSync(referencePath('nano-zh/vocab.txt'), 'utf8'));
  folder = await mkdtemp(join(tmpdir(), 'ofa-caption-'));
  await writeFile(join(folder, 'model.json'), JSON.stringify(nano.manifest));
  for (const [path, content] of nano.shards) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
});

afterAll(() => rm(folder, { recursive: true }));

/** The command as a person runs it, in a process of its own. */
async function command(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const entry = fileURLToPath(new URL('caption.ts', import.meta.url));
  try {
    return { code: 0, ...(await run(process.execPath, ['--import', 'tsx', entry, ...argv])) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

describe('npm run caption', () => {
  it('prints one JSON object with the reference’s captions and nothing else', async () => {
    const files = [photo, small].map(({ file }) => imagePath(file));
    const { code, stdout } = await command(folder, ...files, '--json');
    expect(code).toBe(0);
    const printed = JSON.parse(stdout) as Printed;
    expect(printed.images.map(({ file }) => file)).toEqual(files);
    for (const [index, { hypotheses, timings }] of printed.images.entries()) {
      const expected = images[index].cases[0].hyps;
      expect(hypotheses.map(({ text, tokens }) => ({ text, tokens }))).toEqual(
        expected.map(({ text, tokens }) => ({ text, tokens })),
      );
      for (const [rank, { score }] of hypotheses.entries()) {
        expect(Math.abs(score - expected[rank].score)).toBeLessThan(1e-3);
      }
      expect(Object.keys(timings)).toEqual(['preprocess', 'encode', 'decode', 'steps']);
    }
  });

  it('takes settings by the reference’s names', async () => {
    const ranged = photo.cases.find(({ name }) => name === 'constraint_range');
    const { stdout } = await command(
      folder,
      imagePath(photo.file),
      '--json',
      '--variant',
      'fp32',
      '--set',
      'constraint_range=100,200',
    );
    const [{ hypotheses }] = (JSON.parse(stdout) as Printed).images;
    expect(hypotheses.map(({ text }) => text)).toEqual(ranged?.hyps.map(({ text }) => text));
  });

  it('captions the other pictures if one is none, and says which by code', async () => {
    const notes = join(folder, 'notes.txt');
    await writeFile(notes, 'not a picture');
    const missing = join(folder, 'missing.png');
    const { code, stdout, stderr } = await command(
      folder,
      notes,
      missing,
      imagePath(photo.file),
      '--json',
      '--set',
      'beam_size=1',
    );
    expect(code).toBe(1);
    expect(stderr).toContain(`${notes}: image-unsupported: `);
    expect(stderr).toContain(`${missing}: image-unsupported: `);
    const printed = JSON.parse(stdout) as Printed;
    expect(printed.images.map(({ file }) => file)).toEqual([imagePath(photo.file)]);
  });

  it('prints captions to read without --json', async () => {
    const { stdout } = await command(folder, imagePath(photo.file));
    expect(stdout).toContain(imagePath(photo.file));
    for (const { text } of photo.cases[0].hyps) expect(stdout).toContain(text);
  });

  it('explains itself', async () => {
    const { code, stdout } = await command('--help');
    expect(code).toBe(0);
    for (const key of settingKeys) expect(stdout).toContain(settingName(key));
  });

  it.each([
    ['no picture', () => [folder], 2, 'setting-invalid'],
    ['an option it does not know', () => [folder, 'a.png', '--bright'], 2, '--bright'],
    ['a setting it does not know', () => [folder, 'a.png', '--set', 'brightness=1'], 2, 'brightness'],
    ['a folder without a model', () => [join(folder, 'fp32'), 'a.png'], 1, 'model-not-found'],
    ['a variant that is not there', () => [folder, 'a.png', '--variant', 'int3'], 1, 'there are fp32'],
  ])('refuses %s', async (_, argv, exitCode, named) => {
    const { code, stdout, stderr } = await command(...argv());
    expect(code).toBe(exitCode);
    expect(stdout).toBe('');
    expect(stderr).toContain(named);
  });
});
