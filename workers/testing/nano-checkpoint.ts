/** The checkpoint folder of nano-zh in memory, as given or with changes; its weights come from the formula. */
import { readFileSync } from 'node:fs';
import { blobFolder } from '../convert/source/source-folder.ts';
import type { SourceFolder } from '../convert/source/source-folder.ts';
import { torchCheckpointBytes } from './checkpoint-blob.ts';
import { formulaTensors } from './formula-checkpoint.ts';
import { referencePath } from './reference.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export interface NanoChanges {
  /** Fields of `config.json`; undefined removes one. */
  readonly config?: JsonObject;
  /** Fields of `configuration.json`, and of the object `model` in it. */
  readonly configuration?: JsonObject;
  readonly model?: JsonObject;
  /** Other files, or others in place of those; undefined removes one. */
  readonly files?: Readonly<Record<string, string | Blob | undefined>>;
}

function readText(name: string): string {
  return readFileSync(referencePath(`nano-zh/${name}`), 'utf8');
}

function readJson(name: string): JsonObject {
  return JSON.parse(readText(name)) as JsonObject;
}

/** The configuration and vocabulary of nano-zh, without weights. */
export function nanoFiles({ config, configuration, model, files }: NanoChanges = {}): Map<string, Blob> {
  const original = readJson('configuration.json');
  const contents: Record<string, string | Blob | undefined> = {
    'config.json': JSON.stringify({ ...readJson('config.json'), ...config }),
    'configuration.json': JSON.stringify({
      ...original,
      ...configuration,
      model: { ...(original.model as JsonObject), ...model },
    }),
    'vocab.txt': readText('vocab.txt'),
    ...files,
  };
  const blobs = Object.entries(contents).map(([name, content]) => {
    return [name, content === undefined ? undefined : new Blob([content])] as const;
  });
  return new Map(blobs.filter((entry): entry is [string, Blob] => entry[1] !== undefined));
}

/** `nanoFiles` as a folder. */
export function nanoFolder(changes: NanoChanges = {}): SourceFolder {
  return blobFolder(nanoFiles(changes));
}

/** nano-zh's `pytorch_model.bin`, integer buffers left out: nothing needs them, and they are most of it. */
export function nanoWeights(): Blob {
  const tensors = formulaTensors(readJson('config.json'));
  return new Blob([torchCheckpointBytes(tensors.filter(({ dataType }) => dataType !== 'int64'))]);
}
