/** ModelScope's addresses and answers. */
import { foldersOf, sendJson, type Flavour } from './flavour.ts';

const filePattern = /^\/models\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/;
const apiPattern = /^\/api\/v1\/models\/([^/]+\/[^/]+)\/repo(\/files)?$/;

export const modelScopeFlavour: Flavour = {
  route(url) {
    const [, model = '', revision = '', path = ''] =
      filePattern.exec(url.pathname)?.map(decodeURIComponent) ?? [];
    if (path !== '') return { kind: 'file', model, revision, path };
    const [, apiModel, list] = apiPattern.exec(url.pathname) ?? [];
    if (apiModel === undefined) return undefined;
    const parameters = url.searchParams;
    const common = { model: apiModel, revision: parameters.get('Revision') ?? 'master' };
    return list === undefined
      ? { kind: 'file', ...common, path: parameters.get('FilePath') ?? '' }
      : { kind: 'list', ...common, recursive: parameters.get('Recursive')?.toLowerCase() === 'true' };
  },

  listing(repository, revision, recursive) {
    const entry = (path: string) => ({ Name: path.split('/').at(-1), Path: path, Revision: revision });
    const folders = foldersOf(repository).map((path) => ({
      ...entry(path),
      Type: 'tree',
      Size: 0,
      Sha256: '',
    }));
    const files = repository.files.map(({ path, bytes, sha256, large }) => ({
      ...entry(path),
      Type: 'blob',
      Size: bytes,
      Sha256: large ? sha256 : null,
      IsLFS: large,
    }));
    const shown = [...folders, ...files].filter(({ Path }) => recursive || !Path.includes('/'));
    return { Code: 200, Data: { Files: shown }, Message: 'success', RequestId: 'stand-in', Success: true };
  },

  answerMissingFile(response, path) {
    const Message = `the file ${path} does not exist, please check the revision and the path of the file`;
    sendJson(response, 200, {
      Code: 10010204010,
      Data: null,
      Message,
      RequestId: 'stand-in',
      Success: false,
    });
  },

  answerMissingModel(response, model) {
    const Message = `model ${model} does not exist`;
    sendJson(response, 404, {
      Code: 10010205001,
      Data: null,
      Message,
      RequestId: 'stand-in',
      Success: false,
    });
  },
};
