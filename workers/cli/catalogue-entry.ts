import { readFile } from 'node:fs/promises';
import { parseCatalogue } from '../catalogue/parse-catalogue.ts';
import type { HubRepository } from '../hub/hub-repository.ts';
import { describeEntry, type CatalogueEntry } from '../protocol/catalogue.ts';
import type { ModelDescription } from '../protocol/conversion.ts';

const catalogueUrl = new URL('../../public/models/catalogue.json', import.meta.url);

function isOf({ source }: CatalogueEntry, { hub, model, revision }: HubRepository): boolean {
  return (
    source.kind === 'hub' && source.hub === hub && source.model === model && source.revision === revision
  );
}

/** What the page's catalogue says of a hub's model, or undefined if it does not have it. */
export async function catalogueDescription(
  repository: HubRepository,
): Promise<Omit<ModelDescription, 'source'> | undefined> {
  const { models } = parseCatalogue(catalogueUrl.href, JSON.parse(await readFile(catalogueUrl, 'utf8')));
  const entry = models.find((candidate) => isOf(candidate, repository));
  return entry && describeEntry(entry);
}
