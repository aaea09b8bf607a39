/** nano-zh on disk, as a checkpoint and as the command line converts it. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { convertCommand } from '../../workers/cli/convert-command.ts';
import type { ModelManifest } from '../../workers/protocol/model-folder.ts';
import { nanoCheckpoint } from '../../workers/testing/nano-hub.ts';
import type { SmallModel } from '../../workers/testing/small-model.ts';

export interface NanoFolders {
  /** Holds the two and whatever a test puts there. */
  readonly root: string;
  /** `root/ofa-nano-checkpoint`. */
  readonly checkpoint: string;
  /** `root/ofa-nano`: the variant int8. */
  readonly converted: string;
  remove(): Promise<void>;
}

/** The title that the converted folder states. */
export const nanoTitle = '纳米模型';

/** Writes `files` by their paths in `folder`. */
export async function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [path, content] of files) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** The files below `folder` by their paths in it. */
export async function readFolder(folder: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = paths.map(async (path) => {
    return [relative(folder, path).split(sep).join('/'), new Uint8Array(await readFile(path))] as const;
  });
  return new Map(await Promise.all(files));
}

/** SHA-256 of files by path, in order of path. */
export function hashesOf(files: ReadonlyMap<string, Uint8Array>): Readonly<Record<string, string>> {
  const hashes = Array.from(files, ([path, content]) => {
    return [path, createHash('sha256').update(content).digest('hex')] as const;
  });
  return Object.fromEntries(hashes.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Writes both folders into a new one. */
export async function nanoFolders(): Promise<NanoFolders> {
  const root = await mkdtemp(join(tmpdir(), 'ofa-nano-'));
  const [checkpoint, converted] = [join(root, 'ofa-nano-checkpoint'), join(root, 'ofa-nano')];
  const files = Array.from(nanoCheckpoint(), async ([path, blob]) => {
    return [path, new Uint8Array(await blob.arrayBuffer())] as const;
  });
  await writeFolder(checkpoint, new Map(await Promise.all(files)));
  const described = ['--id', 'ofa-nano', '--title-zh', nanoTitle, '--title-en', 'Nano'];
  const errors: string[] = [];
  const code = await convertCommand(
    new AbortController().signal,
    [checkpoint, '--out', converted, '--precision', 'int8', ...described],
    undefined,
    { out: () => {}, err: (line) => void errors.push(line) },
  );
  if (code !== 0) throw new Error(errors.join(''));
  return { root, checkpoint, converted, remove: () => rm(root, { recursive: true }) };
}

/** A converted folder in memory, for a server. */
export async function folderInMemory(converted: string): Promise<SmallModel> {
  const shards = await readFolder(converted);
  const manifest = JSON.parse(new TextDecoder().decode(shards.get('model.json'))) as ModelManifest;
  return { manifest, shards };
}
