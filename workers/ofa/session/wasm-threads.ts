/** More threads than this cost more in waiting for each other than they bring. */
const mostThreads = 4;

/**
 * Threads for WebAssembly: one without cross-origin isolation, which shared memory needs; else `wanted`, or one per core
 * up to four.
 */
export function wasmThreads(
  scope: {
    readonly crossOriginIsolated: boolean;
    readonly navigator: { readonly hardwareConcurrency: number };
  },
  wanted?: number,
): number {
  if (!scope.crossOriginIsolated) return 1;
  return wanted ?? Math.min(scope.navigator.hardwareConcurrency, mostThreads);
}
