/** What a set of files is that a person picked or dropped. */
import { OfaError } from '../protocol/errors.ts';
import type { LocalFile } from '../protocol/model-folder.ts';
import { openZip, type ZippedFile } from './zip-files.ts';

export type LocalModel =
  /** Files by their path in the converted folder, `model.json` among them. */
  | { readonly kind: 'folder'; readonly files: readonly LocalFile[] }
  /** Files by name, and the name of the folder that they were in, if it has one. */
  | { readonly kind: 'checkpoint'; readonly files: ReadonlyMap<string, Blob>; readonly folder: string };

/** A file that may have to be unpacked first. */
interface AnyFile {
  readonly path: string;
  readonly open: (signal: AbortSignal) => Promise<Blob>;
}

const weights = ['pytorch_model.bin', 'model.safetensors'];

function depth(path: string): number {
  return path.split('/').length;
}

/** The folder, ending in `/` or empty, of the file of this name that lies least deep. */
function folderOf(files: readonly AnyFile[], name: string): string | undefined {
  const [found] = files
    .map(({ path }) => path)
    .filter((path) => path === name || path.endsWith(`/${name}`))
    .sort((a, b) => depth(a) - depth(b));
  return found?.slice(0, -name.length);
}

/** The files below `folder`, by their paths in it. */
async function openBelow(
  signal: AbortSignal,
  files: readonly AnyFile[],
  folder: string,
): Promise<readonly LocalFile[]> {
  const below: LocalFile[] = [];
  for (const { path, open } of files) {
    if (path.startsWith(folder)) below.push({ path: path.slice(folder.length), blob: await open(signal) });
  }
  return below;
}

async function isZip(blob: Blob): Promise<boolean> {
  return (await blob.slice(0, 4).text()) === 'PK\u0003\u0004';
}

function fromZip({ path, unpack }: ZippedFile): AnyFile {
  return { path, open: unpack };
}

async function listFiles(signal: AbortSignal, files: readonly LocalFile[]): Promise<readonly AnyFile[]> {
  const [single] = files;
  // A checkpoint of torch is a zip file itself.
  const mayBeZip =
    files.length === 1 && single !== undefined && !weights.includes(single.path.split('/').at(-1) ?? '');
  if (mayBeZip && (await isZip(single.blob))) {
    return (await openZip(signal, single.path, single.blob)).map(fromZip);
  }
  return files.map(({ path, blob }) => ({ path, open: () => Promise.resolve(blob) }));
}

/**
 * Finds the model in files: a converted folder, a checkpoint folder, or a zip file of either, at any depth.
 * @throws OfaError `model-not-found` naming the file that is missing; for a zip file as `openZip`.
 */
export async function findLocalModel(signal: AbortSignal, given: readonly LocalFile[]): Promise<LocalModel> {
  const files = await listFiles(signal, given);
  const converted = folderOf(files, 'model.json');
  if (converted !== undefined) return { kind: 'folder', files: await openBelow(signal, files, converted) };
  const checkpoint = weights.map((name) => folderOf(files, name)).find((folder) => folder !== undefined);
  if (checkpoint === undefined) {
    const message = `There is neither a model.json nor a ${weights.join(' nor a ')} among the files`;
    throw new OfaError('model-not-found', message, { file: weights[0] });
  }
  const inFolder = files.filter(
    ({ path }) => path.startsWith(checkpoint) && !path.slice(checkpoint.length).includes('/'),
  );
  const opened = await openBelow(signal, inFolder, checkpoint);
  return {
    kind: 'checkpoint',
    files: new Map(opened.map(({ path, blob }) => [path, blob])),
    folder: checkpoint.split('/').at(-2) ?? '',
  };
}
