/** Hugging Face's addresses and listings (https://huggingface.co/docs/hub/api). */
import * as v from 'valibot';
import { encodePath, fileSize, optionalSha256, parseAs } from './file-listing.ts';
import type { HubFile } from './hub-repository.ts';
import type { Hub } from './hub.ts';

/** Large files redirect to a signed address. */
function huggingFaceFileUrl(site: string, model: string, revision: string, path: string): string {
  return `${site}/${encodePath(model)}/resolve/${encodeURIComponent(revision)}/${encodePath(path)}`;
}

/** The first thousand entries: more than any model of ours has. */
function huggingFaceListUrl(site: string, model: string, revision: string): string {
  return `${site}/api/models/${encodePath(model)}/tree/${encodeURIComponent(revision)}?recursive=true`;
}

const listing = v.array(
  v.object({
    type: v.string(),
    path: v.string(),
    size: v.optional(fileSize, 0),
    lfs: v.optional(v.object({ oid: optionalSha256, size: fileSize })),
  }),
);

/** The files of a listing; only those in Large File Storage have a SHA-256. */
function parseListing(url: string, body: unknown): readonly HubFile[] {
  return parseAs(listing, url, body)
    .filter(({ type }) => type === 'file')
    .map(({ path, size, lfs }) => ({
      path,
      bytes: lfs?.size ?? size,
      ...(lfs?.oid !== undefined && { sha256: lfs.oid }),
    }));
}

export const huggingFace: Hub = {
  sites: ['https://huggingface.co'],
  fileAddresses: ({ model, revision }, sites) =>
    sites.map((site) => (path: string) => huggingFaceFileUrl(site, model, revision, path)),
  listUrls: ({ model, revision }, sites) => sites.map((site) => huggingFaceListUrl(site, model, revision)),
  parseListing,
};
