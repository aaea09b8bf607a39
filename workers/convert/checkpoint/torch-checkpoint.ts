/** `pytorch_model.bin` as `torch.save` writes it: a zip file of one pickle and one stored entry per storage. */
import { OfaError } from '../../protocol/errors.ts';
import type { ByteSource } from '../source/byte-source.ts';
import { bytesPerElement } from './numeric-formats.ts';
import type { StateDict, TensorEntry } from './state-dict.ts';
import { checkView, readView } from './tensor-view.ts';
import { readTorchPickle } from './torch-pickle.ts';
import type { TorchTensor } from './torch-pickle.ts';
import { entryDataOffset, readZipDirectory } from './zip-directory.ts';
import type { ZipEntry } from './zip-directory.ts';

/** A thousand tensors take less than 200 kB; a hostile pickle makes an object of a hundred bytes of each of its own. */
const maxPickleBytes = 4 * 1024 * 1024;

interface Archive {
  readonly source: ByteSource;
  /** The one folder in the zip, with its slash. */
  readonly top: string;
  readonly entries: ReadonlyMap<string, ZipEntry>;
}

function damaged(source: ByteSource, what: string): OfaError {
  return new OfaError('checkpoint-damaged', `${source.name}: ${what}`, { file: source.name });
}

function unsupported(source: ByteSource, what: string): OfaError {
  return new OfaError('checkpoint-unsupported', `${source.name}: ${what}`, { file: source.name });
}

async function openArchive(signal: AbortSignal, source: ByteSource): Promise<Archive> {
  const entries = await readZipDirectory(signal, source);
  const pickles = [...entries.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  const [pickle] = pickles;
  if (pickle === undefined || pickles.length > 1) {
    throw unsupported(source, 'it is a zip file, but no checkpoint written by torch.save');
  }
  return { source, top: pickle.slice(0, -'data.pkl'.length), entries };
}

function findEntry({ source, top, entries }: Archive, path: string): ZipEntry {
  const entry = entries.get(top + path);
  if (entry === undefined) throw damaged(source, `${path} is missing in it`);
  if (!entry.stored) throw unsupported(source, `${path} in it is compressed; torch stores it as it is`);
  return entry;
}

async function readEntry(signal: AbortSignal, archive: Archive, path: string): Promise<Uint8Array> {
  const entry = findEntry(archive, path);
  if (entry.bytes > maxPickleBytes) throw damaged(archive.source, `${path} in it is too large`);
  return archive.source.read(signal, await entryDataOffset(signal, archive.source, entry), entry.bytes);
}

/** PyTorch 2 says in which byte order a file was written; older ones wrote the machine's, which was little. */
async function checkByteOrder(signal: AbortSignal, archive: Archive): Promise<void> {
  if (!archive.entries.has(`${archive.top}byteorder`)) return;
  const order = new TextDecoder().decode(await readEntry(signal, archive, 'byteorder'));
  if (order.trim() !== 'little') throw unsupported(archive.source, `its byte order is ${order.trim()}`);
}

/** Tensors of one storage share its data offset, which is read when the first of them is. */
type DataOffsets = Map<string, Promise<number>>;

function tensorEntry(archive: Archive, offsets: DataOffsets, name: string, tensor: TorchTensor): TensorEntry {
  const { storage, view } = tensor;
  const zipEntry = findEntry(archive, `data/${storage.key}`);
  const storedElements = Math.floor(zipEntry.bytes / bytesPerElement[storage.dataType]);
  checkView(name, view, Math.min(storage.elements, storedElements));
  return {
    name,
    shape: view.shape,
    dataType: storage.dataType,
    identity: JSON.stringify([storage.key, storage.dataType, view.offset, view.shape, view.strides]),
    read: async (signal) => {
      const pending = offsets.get(zipEntry.name) ?? entryDataOffset(signal, archive.source, zipEntry);
      const byteOffset = await pending;
      offsets.set(zipEntry.name, pending);
      return readView(signal, name, { source: archive.source, byteOffset, dataType: storage.dataType }, view);
    },
  };
}

/**
 * Opens a torch zip checkpoint; reads its directory and pickle, no weights.
 * @throws OfaError `checkpoint-damaged`, `checkpoint-unsafe`, `checkpoint-unsupported`.
 */
export async function openTorchCheckpoint(signal: AbortSignal, source: ByteSource): Promise<StateDict> {
  const archive = await openArchive(signal, source);
  await checkByteOrder(signal, archive);
  const offsets: DataOffsets = new Map();
  const tensors = new Map<string, TensorEntry>();
  for (const [name, tensor] of readTorchPickle(await readEntry(signal, archive, 'data.pkl'))) {
    tensors.set(name, tensorEntry(archive, offsets, name, tensor));
  }
  return { tensors };
}
