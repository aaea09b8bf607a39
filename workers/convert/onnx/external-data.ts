/**
 * Where each weight of a graph lies in its external data files. The layout follows from types and dimensions alone,
 * so the graph can be written before any weight is read and the weights can be streamed afterwards.
 */
import { OfaError } from '../../protocol/errors.ts';
import { byteLength } from './data-type.ts';
import type { GraphDefinition, Initializer } from './graph-definition.ts';

/** A tensor larger than this has a file of its own; smaller ones are packed into files of at most this size. */
const packedFileBytes = 16 * 1024 * 1024;

/** Smaller tensors stay in the graph's own file, as do all int64 tensors: shapes, which one wants to see in Netron. */
const smallestExternalBytes = 1024;

/** Offsets are multiples of this, so that a tensor can be used where it lies whatever its type. */
const alignment = 64;

export interface PlacedInitializer {
  readonly initializer: Initializer;
  /** From the file's first byte. */
  readonly offset: number;
  readonly bytes: number;
}

export interface ExternalFile {
  /** The `location` that the graph refers to, relative to the folder of the graph's own file. */
  readonly path: string;
  readonly bytes: number;
  /** By ascending offset, in the order of the graph's initializers. */
  readonly tensors: readonly PlacedInitializer[];
}

export interface ModelLayout {
  readonly graph: GraphDefinition;
  /** Kept in the graph's own file. */
  readonly inline: readonly Initializer[];
  readonly files: readonly ExternalFile[];
}

function isInline(initializer: Initializer): boolean {
  return (
    initializer.dataType === 'int64' ||
    byteLength(initializer.dataType, initializer.dimensions) < smallestExternalBytes
  );
}

function aligned(offset: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

function packFile(path: string, initializers: readonly Initializer[]): ExternalFile {
  let end = 0;
  const tensors = initializers.map((initializer): PlacedInitializer => {
    const offset = aligned(end);
    const bytes = byteLength(initializer.dataType, initializer.dimensions);
    end = offset + bytes;
    return { initializer, offset, bytes };
  });
  return { path, bytes: end, tensors };
}

/** Consecutive tensors as long as they fit into one packed file; a large tensor alone. */
function packGroups(initializers: readonly Initializer[]): Initializer[][] {
  const groups: Initializer[][] = [];
  let end = Infinity;
  for (const initializer of initializers) {
    const bytes = byteLength(initializer.dataType, initializer.dimensions);
    const group = groups.at(-1);
    if (group !== undefined && aligned(end) + bytes <= packedFileBytes) {
      group.push(initializer);
      end = aligned(end) + bytes;
    } else {
      groups.push([initializer]);
      end = bytes;
    }
  }
  return groups;
}

/**
 * Lays the weights of `graph` out in files `<prefix><graph name>.<n>.data`, and tensors with a `sharedFile` in
 * `<prefix><shared file>.data`. Files of equal path in the layouts of a model's graphs have the same content. A
 * packed file has at most 16 MiB; a tensor larger than that is a file of its own.
 */
export function layOutExternalData(graph: GraphDefinition, prefix = ''): ModelLayout {
  const external = graph.initializers.filter((initializer) => !isInline(initializer));
  const own = external.filter((initializer) => initializer.sharedFile === undefined);
  const shared = external.filter((initializer) => initializer.sharedFile !== undefined);
  return {
    graph,
    inline: graph.initializers.filter((initializer) => isInline(initializer)),
    files: [
      ...shared.map((initializer) => packFile(`${prefix}${initializer.sharedFile}.data`, [initializer])),
      ...packGroups(own).map((group, index) => packFile(`${prefix}${graph.name}.${index}.data`, group)),
    ],
  };
}

/**
 * The bytes of one tensor.
 * @throws OfaError `internal` where they are not as many as type and dimensions say.
 */
export async function readInitializer(
  signal: AbortSignal,
  initializer: Initializer,
): Promise<Uint8Array<ArrayBuffer>> {
  signal.throwIfAborted();
  const bytes = await initializer.read(signal);
  const expected = byteLength(initializer.dataType, initializer.dimensions);
  if (bytes.byteLength !== expected) {
    throw new OfaError(
      'internal',
      `Initializer ${initializer.name} has ${bytes.byteLength} bytes instead of ${expected}`,
    );
  }
  return bytes;
}

/** A stretch of an external data file: one tensor, or the zeros before it. */
export interface ExternalFilePart {
  /** Name of the tensor that the stretch belongs to, for progress. */
  readonly tensor: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The content of an external data file from its first byte to its last, in parts to be joined. Holds one tensor at a
 * time; each tensor is read from the checkpoint when its turn comes.
 */
export async function* externalFileParts(
  signal: AbortSignal,
  file: ExternalFile,
): AsyncGenerator<ExternalFilePart, void, undefined> {
  let end = 0;
  for (const { initializer, offset, bytes } of file.tensors) {
    if (offset > end) yield { tensor: initializer.name, bytes: new Uint8Array(offset - end) };
    yield { tensor: initializer.name, bytes: await readInitializer(signal, initializer) };
    end = offset + bytes;
  }
}
