import { OfaError } from '../protocol/errors.ts';
import type { ModelManifest } from '../protocol/model-folder.ts';
import { sniffErrorPage } from './error-page.ts';
import { streamGet, type Network, type Patience } from './http.ts';
import { parseManifestFile } from './manifest-file.ts';
import { retry } from './retry.ts';

const longestManifest = 16 * 2 ** 20;

/**
 * Reads and validates `model.json` of a model folder.
 * @throws OfaError `model-not-found` if the folder has none, `model-manifest-invalid`, `download-offline`,
 *   `download-blocked`, `download-failed`, `download-wrong-content` (a web page instead of the file);
 *   `signal.reason` on abort.
 */
export async function fetchManifest(
  signal: AbortSignal,
  network: Network,
  folderUrl: string,
  patience: Patience,
): Promise<ModelManifest> {
  const url = `${folderUrl}model.json`;
  const body = await retry(signal, network, patience.attempts, async () => {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    const transfer = await streamGet(signal, network, url, {
      // Asks the server whether the copy in the HTTP cache is still the newest.
      cache: 'no-cache',
      stallMs: patience.stallMs,
      onChunk: (chunk) => {
        chunks.push(chunk);
        length += chunk.length;
        return length <= longestManifest;
      },
    });
    return transfer.ok ? { ok: true, value: new Uint8Array(await new Blob(chunks).arrayBuffer()) } : transfer;
  }).catch((error: unknown) => {
    if (!(error instanceof OfaError && error.code === 'download-not-found')) throw error;
    throw new OfaError('model-not-found', `There is no model at ${folderUrl}`, { url: folderUrl }, error);
  });
  if (sniffErrorPage(body) === 'html') {
    throw new OfaError('download-wrong-content', `${url} is a web page, not a model's description`, { url });
  }
  return parseManifestFile(url, body);
}
