/** Paths and golden tensors of the PyTorch reference (reference/README.md), for tests. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute path of a file below `reference/`. */
export function referencePath(path: string): string {
  return fileURLToPath(new URL(`../../reference/${path}`, import.meta.url));
}

/**
 * Absolute path of a file among the project's shared data (the trained checkpoint and the torch-written one are too
 * large for this repository), or undefined where this machine has none. `OFA_SHARED` overrides `../shared`.
 */
export function sharedPath(path: string): string | undefined {
  const folder = process.env.OFA_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
  const full = `${folder}/${path}`;
  return existsSync(full) ? full : undefined;
}

export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array;
}

interface GoldenIndexEntry {
  readonly name: string;
  readonly dtype: 'float32' | 'uint8';
  readonly shape: readonly number[];
  readonly file: string;
}

/** A golden tensor of nano-zh by its name in `golden.json`, e.g. `photo_640x360/resnet`. */
export function goldenTensor(name: string): GoldenTensor {
  const index = JSON.parse(readFileSync(referencePath('nano-zh/golden/golden.json'), 'utf8')) as {
    tensors: readonly GoldenIndexEntry[];
  };
  const entry = index.tensors.find((tensor) => tensor.name === name);
  if (entry === undefined) throw new Error(`golden.json has no tensor ${name}`);
  const bytes = Uint8Array.from(readFileSync(referencePath(`nano-zh/golden/${entry.file}`)));
  return { shape: entry.shape, data: entry.dtype === 'uint8' ? bytes : new Float32Array(bytes.buffer) };
}
