import type { Backend } from '../protocol/model-folder.ts';

/** A file of the built page. */
export interface ShellFile {
  /** Relative to the folder of the page. */
  readonly url: string;
  /** Hash of the content as subresource integrity writes it, e.g. `sha256-…`. */
  readonly integrity: string;
}

/** The build's files, by the time at which they are kept. */
export interface ShellFiles {
  /** At installation: all that the page needs to open. */
  readonly atOnce: readonly string[];
  /** On first use: the engine, fonts, sample pictures, the HEIC decoder. Large, or never needed on this device. */
  readonly onUse: readonly string[];
}

const onUsePattern = /(?:^|\/)(?:ort|heic\.worker|libheif)-[^/]*$|\.woff2?$|^samples\//u;
const engines: Readonly<Record<Backend, RegExp>> = {
  wasm: /(?:^|\/)ort-wasm-simd-threaded(?!\.(?:asyncify|jsep|jspi))[^/]*$/u,
  webgpu: /(?:^|\/)ort-wasm-simd-threaded\.asyncify[^/]*$/u,
};

/** Parts the build's files by when they are kept. */
export function partFiles(files: readonly ShellFile[]): ShellFiles {
  const urls = files.map(({ url }) => url);
  return {
    atOnce: urls.filter((url) => !onUsePattern.test(url)),
    onUse: urls.filter((url) => onUsePattern.test(url)),
  };
}

/** Those of the files that are ONNX Runtime's for a backend. */
export function engineFiles(onUse: readonly string[], backend: Backend): string[] {
  return onUse.filter((url) => engines[backend].test(url));
}

/** A name that changes whenever any file of the build does: FNV-1a over names and hashes, in hex. */
export function versionOf(files: readonly ShellFile[]): string {
  let hash = 0x811c9dc5;
  for (const character of files.map(({ url, integrity }) => `${url}@${integrity}`).join('\n')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
