/** Opens whatever form of checkpoint a folder holds. */
import { OfaError } from '../../protocol/errors.ts';
import type { ByteSource } from '../source/byte-source.ts';
import type { SourceFolder } from '../source/source-folder.ts';
import { isSafetensors, openSafetensors } from './safetensors.ts';
import type { StateDict } from './state-dict.ts';
import { normalizeNames } from './tensor-names.ts';
import { openTorchCheckpoint } from './torch-checkpoint.ts';

export interface Checkpoint {
  readonly file: ByteSource;
  readonly stateDict: StateDict;
}

/** In the order in which the reference looks for them. */
const fileNames = ['pytorch_model.bin', 'model.safetensors'];
const shardIndexNames = ['pytorch_model.bin.index.json', 'model.safetensors.index.json'];

const startBytes = 16;

function startsWith(bytes: Uint8Array, ...prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

function unsupported(source: ByteSource, what: string): OfaError {
  return new OfaError('checkpoint-unsupported', `${source.name} ${what}`, { file: source.name });
}

/** Tells forms of checkpoint apart by their first bytes, not by the file's name. */
async function openByContent(signal: AbortSignal, source: ByteSource): Promise<StateDict> {
  const start = await source.read(signal, 0, Math.min(startBytes, source.size));
  if (startsWith(start, 0x50, 0x4b, 0x03, 0x04)) return openTorchCheckpoint(signal, source);
  if (isSafetensors(start, source.size)) return openSafetensors(signal, source);
  // A bare pickle protocol 2, or a pickle in protocol 2 of torch's magic number.
  if (startsWith(start, 0x80, 0x02)) {
    throw unsupported(
      source,
      'is in the format of PyTorch before 1.6; load it and save it again with torch.save',
    );
  }
  if (new TextDecoder().decode(start).startsWith('version https:')) {
    throw unsupported(source, 'is a Git LFS pointer, not the weights; fetch them with git lfs pull');
  }
  if (source.size === 0)
    throw new OfaError('checkpoint-damaged', `${source.name} is empty`, { file: source.name });
  throw unsupported(source, 'is neither a torch checkpoint nor a safetensors file');
}

/**
 * Opens the folder's checkpoint, names as the reference model has them; reads no weights.
 * @throws OfaError `model-not-found` if there is none, else `checkpoint-damaged`, `-unsafe`, `-unsupported`.
 */
export async function openCheckpoint(signal: AbortSignal, folder: SourceFolder): Promise<Checkpoint> {
  for (const name of fileNames) {
    const file = await folder.open(signal, name);
    if (file !== undefined) return { file, stateDict: normalizeNames(await openByContent(signal, file)) };
  }
  for (const name of shardIndexNames) {
    const index = await folder.open(signal, name);
    if (index !== undefined)
      throw unsupported(index, 'says that the checkpoint is split; join it into one file');
  }
  const message = `the folder holds no checkpoint: neither ${fileNames.join(' nor ')}`;
  throw new OfaError('model-not-found', message, { file: fileNames[0] });
}
