/** Hugging Face's addresses and answers. */
import { foldersOf, sendJson, type Flavour } from './flavour.ts';

const filePattern = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/;
const treePattern = /^\/api\/models\/([^/]+\/[^/]+)\/tree\/([^/]+)$/;
/** Length of the text that git keeps in place of a large file. */
const pointerBytes = 134;

export const huggingFaceFlavour: Flavour = {
  route(url) {
    const [, model, revision = '', path = ''] = filePattern.exec(url.pathname)?.map(decodeURIComponent) ?? [];
    if (model !== undefined) return { kind: 'file', model, revision, path };
    const [, listed, listedRevision = ''] = treePattern.exec(url.pathname)?.map(decodeURIComponent) ?? [];
    if (listed === undefined) return undefined;
    const recursive = url.searchParams.get('recursive') === 'true';
    return { kind: 'list', model: listed, revision: listedRevision, recursive };
  },

  listing(repository, _revision, recursive) {
    const folders = foldersOf(repository).map((path) => ({
      type: 'directory',
      oid: '0'.repeat(40),
      size: 0,
      path,
    }));
    const files = repository.files.map(({ path, bytes, sha256, gitObjectId, large }) => ({
      type: 'file',
      oid: gitObjectId,
      size: bytes,
      path,
      ...(large && { lfs: { oid: sha256, size: bytes, pointerSize: pointerBytes } }),
    }));
    return [...folders, ...files].filter(({ path }) => recursive || !path.includes('/'));
  },

  answerMissingFile(response) {
    response.writeHead(404, { 'Content-Type': 'text/plain', 'X-Error-Code': 'EntryNotFound' });
    response.end('Entry not found');
  },

  answerMissingModel(response) {
    sendJson(response, 404, { error: 'Repository not found' });
  },
};
