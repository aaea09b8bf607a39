/** More threads than this cost more in waiting for each other than they bring. */
const mostThreads = 4;

/** Threads for WebAssembly: one without cross-origin isolation, which shared memory needs; else one per core up to four. */
export function wasmThreads(scope: {
  readonly crossOriginIsolated: boolean;
  readonly navigator: { readonly hardwareConcurrency: number };
}): number {
  return scope.crossOriginIsolated ? Math.min(scope.navigator.hardwareConcurrency, mostThreads) : 1;
}
