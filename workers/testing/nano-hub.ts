/** Stand-in hubs that hold nano-zh, for tests. */
import { nanoFiles, nanoWeights } from './nano-checkpoint.ts';
import { memoryFiles, type RepositoryFile } from './stand-in-hub/repository.ts';
import { startStandInHub, type StandInHub } from './stand-in-hub/stand-in-hub.ts';

export const nanoReference = 'modelscope:damo/ofa_nano@v1.0.2';
export const nanoFaceReference = 'huggingface:someone/ofa-nano@main';

/** The files of nano-zh by name, `pytorch_model.bin` included. */
export function nanoCheckpoint(): Map<string, Blob> {
  return new Map([...nanoFiles(), ['pytorch_model.bin', nanoWeights()]]);
}

export async function repositoryFiles(files: ReadonlyMap<string, Blob>): Promise<readonly RepositoryFile[]> {
  const contents = await Promise.all(
    Array.from(files, async ([name, blob]) => [name, new Uint8Array(await blob.arrayBuffer())] as const),
  );
  return memoryFiles(Object.fromEntries(contents));
}

/** ModelScope, where nano-zh is `nanoReference`. */
export async function startNanoHub(files: ReadonlyMap<string, Blob> = nanoCheckpoint()): Promise<StandInHub> {
  const repository = {
    model: 'iic/ofa_nano',
    revisions: ['v1.0.2', 'master'],
    files: await repositoryFiles(files),
  };
  return startStandInHub({ flavour: 'modelscope', repositories: [repository] });
}

/** Hugging Face, where nano-zh is `nanoFaceReference`, in the format of transformers: without `configuration.json`. */
export async function startNanoFace(): Promise<StandInHub> {
  const files = nanoCheckpoint();
  files.delete('configuration.json');
  const repository = {
    model: 'someone/ofa-nano',
    revisions: ['main'],
    files: await repositoryFiles(files),
  };
  return startStandInHub({ flavour: 'huggingface', repositories: [repository] });
}
