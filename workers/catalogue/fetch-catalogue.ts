import { fetchJson } from '../hub/fetch-json.ts';
import type { Catalogue } from '../protocol/catalogue.ts';
import type { Network, Patience } from '../weights/http.ts';
import { parseCatalogue } from './parse-catalogue.ts';

/**
 * Reads the catalogue at an absolute URL.
 * @throws OfaError `model-manifest-invalid` or a download code; `signal.reason` on abort.
 */
export async function fetchCatalogue(
  signal: AbortSignal,
  network: Network,
  url: string,
  patience: Patience,
): Promise<Catalogue> {
  return parseCatalogue(url, await fetchJson(signal, network, url, patience));
}
