import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { convertCheckpoint } from '../convert/convert.ts';
import type { ModelFolderWriter } from '../convert/model-folder-writer.ts';
import type { TransferProgress } from '../hub/transfer-progress.ts';
import type { ConversionEvent } from '../protocol/conversion.ts';
import type { ModelManifest } from '../protocol/model-folder.ts';
import { parseManifest } from '../weights/manifest.ts';
import { described, exitCodeOf, exitCodes } from './command.ts';
import type { CommandOutput } from './command.ts';
import { convertUsage, parseConvertArguments } from './convert-arguments.ts';
import type { ConvertArguments } from './convert-arguments.ts';
import { withCheckpoint } from './convert-source.ts';
import { nodeFolderWriter } from './node-folder-writer.ts';
import { createProgressBar } from './progress-bar.ts';
import type { ProgressBar } from './progress-bar.ts';

function show(progress: ProgressBar, event: ConversionEvent): void {
  switch (event.phase) {
    case 'open':
      progress.note('Reading the checkpoint …');
      return;
    case 'build':
      progress.note(`Building the ${event.graph} graph, ${event.variant} …`);
      return;
    case 'hash':
      progress.update('Hashing', event.doneBytes, event.totalBytes, '');
      return;
    case 'write':
      progress.update('Writing', event.doneBytes, event.totalBytes, `${event.variant} ${event.tensor}`);
  }
}

/** Paths of everything that a manifest names. */
function shardPaths({ vocabulary, variants }: ModelManifest): readonly string[] {
  const graphs = variants.flatMap(({ encoder, decoder }) => [encoder, decoder]);
  const files = [vocabulary, ...graphs.flatMap(({ model, externalData }) => [model, ...externalData])];
  return files.flatMap(({ shards }) => shards.map(({ path }) => path));
}

/** The shards of the model that is in the folder, so that those a new model does not replace can be removed. */
async function presentShards(folder: string): Promise<readonly string[]> {
  try {
    return shardPaths(parseManifest(JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'))));
  } catch {
    // No model, or none of ours: what is not known to be a model's file is left alone.
    return [];
  }
}

async function removeStale(
  signal: AbortSignal,
  writer: ModelFolderWriter,
  before: readonly string[],
  manifest: ModelManifest,
): Promise<void> {
  const current = new Set(shardPaths(manifest));
  for (const path of before) if (!current.has(path)) await writer.remove(signal, path);
}

function summary({ variants }: ModelManifest, folder: string): string {
  const lines = variants.map(
    ({ name, bytes, precision }) => `  ${name}  ${(bytes / 1e6).toFixed(1)} MB  ${precision}\n`,
  );
  return `${folder}\n${lines.join('')}`;
}

/** Shows the download while there is one, with what is written meanwhile beside it, then the conversion. */
function progressDisplay(progress: ProgressBar) {
  let download: TransferProgress | undefined;
  let tensor = '';
  return {
    onDownload: (transfer: TransferProgress): void => {
      if (download !== undefined && download.loadedBytes >= download.totalBytes) return;
      download = transfer;
      progress.update('Downloading', transfer.loadedBytes, transfer.totalBytes, tensor);
    },
    onEvent: (event: ConversionEvent): void => {
      if (event.phase === 'write') ({ tensor } = event);
      if (download !== undefined && download.loadedBytes < download.totalBytes) return;
      show(progress, event);
    },
  };
}

async function convert(
  signal: AbortSignal,
  { source, modelFolder, options }: ConvertArguments,
  progress: ProgressBar,
): Promise<ModelManifest> {
  const before = await presentShards(modelFolder);
  const writer = nodeFolderWriter(modelFolder);
  const display = progressDisplay(progress);
  const manifest = await withCheckpoint(signal, source, display.onDownload, (working, folder) =>
    convertCheckpoint(working, folder, writer, options, display.onEvent),
  );
  await removeStale(signal, writer, before, manifest);
  return manifest;
}

/**
 * `npm run convert`: converts a checkpoint folder, or a hub's checkpoint, to a model folder. Progress goes to standard error. Returns the exit
 * code; never throws.
 * @param columns of the terminal, or undefined if standard error is none.
 */
export async function convertCommand(
  signal: AbortSignal,
  argv: readonly string[],
  columns: number | undefined,
  output: CommandOutput,
): Promise<number> {
  let parsed: ConvertArguments | null;
  try {
    parsed = await parseConvertArguments(argv);
  } catch (error) {
    output.err(`${described(error)}\n\n${convertUsage}`);
    return exitCodes.wrongUsage;
  }
  if (parsed === null) {
    output.out(convertUsage);
    return exitCodes.success;
  }
  const progress = createProgressBar({ write: (text) => output.err(text), columns }, () => performance.now());
  try {
    output.out(summary(await convert(signal, parsed, progress), parsed.modelFolder));
    return exitCodes.success;
  } catch (error) {
    progress.note(described(error));
    return exitCodeOf(error);
  }
}
