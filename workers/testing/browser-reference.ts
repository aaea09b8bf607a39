/** The reference data (reference/README.md) for tests in the browser, fetched from the test server. */
import type { GoldenBeams } from './golden-beams.ts';

/** A file below `reference/`. */
export async function fetchReference(path: string): Promise<Blob> {
  const response = await fetch(`/reference/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.blob();
}

export async function fetchGoldenBeams(): Promise<GoldenBeams> {
  return JSON.parse(await (await fetchReference('nano-zh/golden/golden.json')).text()) as GoldenBeams;
}

/** A float32 tensor of nano-zh, by its file's name without `.bin`. */
export async function fetchGoldenFloats(name: string): Promise<Float32Array> {
  return new Float32Array(await (await fetchReference(`nano-zh/golden/${name}.bin`)).arrayBuffer());
}
