/** ModelScope's addresses and listings, as its own client has them (modelscope/hub/file_download.py, api.py). */
import * as v from 'valibot';
import { OfaError } from '../protocol/errors.ts';
import { encodePath, fileSize, optionalSha256, parseAs } from './file-listing.ts';
import type { HubFile, HubRepository } from './hub-repository.ts';
import type { FileAddress, Hub } from './hub.ts';

/** The owner `damo` was renamed to `iic`; models are known under one or both of them. */
const ownerAliases: Readonly<Record<string, string>> = { damo: 'iic', iic: 'damo' };

/** The model's own id, and the one it has under the owner's other name. */
function modelIds(model: string): readonly string[] {
  const [owner = '', name = ''] = model.split('/');
  const alias = ownerAliases[owner];
  return alias === undefined ? [model] : [model, `${alias}/${name}`];
}

/** The form that Hugging Face has too; large files redirect to a signed address. */
function modelScopeFileUrl(site: string, model: string, revision: string, path: string): string {
  return `${site}/models/${encodePath(model)}/resolve/${encodeURIComponent(revision)}/${encodePath(path)}`;
}

/** The form that ModelScope's own client uses. */
function modelScopeApiFileUrl(site: string, model: string, revision: string, path: string): string {
  const query = new URLSearchParams({ Revision: revision, FilePath: path });
  return `${site}/api/v1/models/${encodePath(model)}/repo?${query}`;
}

function modelScopeListUrl(site: string, model: string, revision: string): string {
  const query = new URLSearchParams({ Revision: revision, Recursive: 'True' });
  return `${site}/api/v1/models/${encodePath(model)}/repo/files?${query}`;
}

/** Every site under one id before the next id. */
function sitesAndIds<Value>(
  { model }: HubRepository,
  sites: readonly string[],
  make: (site: string, id: string) => Value,
): readonly Value[] {
  return modelIds(model).flatMap((id) => sites.map((site) => make(site, id)));
}

const answer = v.object({
  Success: v.optional(v.boolean(), true),
  Message: v.optional(v.nullable(v.string())),
});

const listing = v.object({
  Data: v.object({
    Files: v.array(
      v.object({
        Path: v.string(),
        Type: v.optional(v.string(), 'blob'),
        Size: fileSize,
        Sha256: optionalSha256,
      }),
    ),
  }),
});

/** `Data.Files` of a listing, without folders. */
function parseListing(url: string, body: unknown): readonly HubFile[] {
  const { Success: success, Message: reason } = parseAs(answer, url, body);
  if (!success) {
    throw new OfaError('download-not-found', `${url}: ModelScope says ${reason ?? 'nothing'}`, { url });
  }
  const { Data: data } = parseAs(listing, url, body);
  return data.Files.filter(({ Type: type }) => type === 'blob').map(
    ({ Path: path, Size: bytes, Sha256: sha256 }) => ({
      path,
      bytes,
      ...(sha256 !== undefined && { sha256 }),
    }),
  );
}

export const modelScope: Hub = {
  sites: ['https://www.modelscope.cn', 'https://www.modelscope.ai'],
  fileAddresses: (repository, sites) =>
    [modelScopeFileUrl, modelScopeApiFileUrl].flatMap((fileUrl) =>
      sitesAndIds<FileAddress>(
        repository,
        sites,
        (site, id) => (path) => fileUrl(site, id, repository.revision, path),
      ),
    ),
  listUrls: (repository, sites) =>
    sitesAndIds(repository, sites, (site, id) => modelScopeListUrl(site, id, repository.revision)),
  parseListing,
};
