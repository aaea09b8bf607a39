/** Validates `catalogue.json`. Adding a model is adding one entry there. */
import * as v from 'valibot';
import { OfaError } from '../protocol/errors.ts';
import type { Catalogue } from '../protocol/catalogue.ts';

const text = v.pipe(v.string(), v.nonEmpty());
const bilingualText = v.object({ zh: text, en: text });
const bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const pinnedFile = v.object({
  path: text,
  bytes: v.exactOptional(bytes),
  sha256: v.exactOptional(
    v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex')),
  ),
});

const source = v.variant('kind', [
  v.object({ kind: v.literal('folder'), urls: v.pipe(v.array(text), v.nonEmpty()) }),
  v.object({
    kind: v.literal('hub'),
    hub: v.picklist(['modelscope', 'huggingface']),
    model: v.pipe(v.string(), v.regex(/^\w[\w.-]*\/\w[\w.-]*$/, 'must be owner/name')),
    revision: v.pipe(v.string(), v.regex(/^[\w./-]+$/, 'must be a branch, tag or commit')),
    files: v.optional(v.array(pinnedFile), []),
    approximateBytes: v.exactOptional(bytes),
    precisions: v.pipe(v.array(text), v.nonEmpty()),
  }),
]);

const catalogue = v.object({
  models: v.pipe(
    v.array(
      v.object({
        id: text,
        title: bilingualText,
        description: bilingualText,
        language: v.picklist(['zh', 'en']),
        source,
        licence: v.object({ name: v.nullable(text), notice: bilingualText }),
        contentNotice: bilingualText,
      }),
    ),
    v.check(
      (models) => new Set(models.map(({ id }) => id)).size === models.length,
      'must have ids of their own',
    ),
  ),
});

function refusal(url: string, field: string, message: string): OfaError {
  return new OfaError('model-manifest-invalid', `${url}: ${field}: ${message}`, { url, field });
}

/** The absolute address of a folder; null for what can be fetched neither from the web nor as the catalogue itself was. */
function webAddress(folder: string, base: string): string | null {
  if (!URL.canParse(folder, base)) return null;
  const { href, protocol } = new URL(folder, base);
  return ['http:', 'https:', new URL(base).protocol].includes(protocol) ? href : null;
}

/**
 * The catalogue in the parsed JSON of a `catalogue.json`; unknown fields are left out.
 * @param url of the file: addresses of folders are relative to the folder that it is in.
 * @throws OfaError `model-manifest-invalid` with the path of the bad field in `details.field`.
 */
export function parseCatalogue(url: string, value: unknown): Catalogue {
  const result = v.safeParse(catalogue, value, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    throw refusal(url, v.getDotPath(issue) ?? 'the whole file', issue.message);
  }
  const models = result.output.models.map((entry, index) => {
    if (entry.source.kind !== 'folder') return { ...entry, source: entry.source };
    const urls = entry.source.urls.map((folder, place) => {
      const address = webAddress(folder, url);
      if (address === null)
        throw refusal(url, `models.${index}.source.urls.${place}`, 'must be a web address');
      return address;
    });
    return { ...entry, source: { ...entry.source, urls } };
  });
  return { models };
}
