import { describe, expect, it } from 'vitest';
import type { HubRepository } from './hub-repository.ts';
import { hubs } from './hubs.ts';

const hash = 'ab'.repeat(32);
const meme: HubRepository = { hub: 'modelscope', model: 'damo/ofa_meme', revision: 'v1.0.2' };
const tiny: HubRepository = { hub: 'huggingface', model: 'OFA-Sys/ofa-tiny', revision: 'refs/pr/1' };

function fileUrls(repository: HubRepository, path: string): readonly string[] {
  const hub = hubs[repository.hub];
  return hub.fileAddresses(repository, hub.sites).map((address) => address(path));
}
function listUrls(repository: HubRepository): readonly string[] {
  const hub = hubs[repository.hub];
  return hub.listUrls(repository, hub.sites);
}

describe('ModelScope', () => {
  it('has files on both sites, under both names of the owner, in both forms', () => {
    expect(fileUrls(meme, 'resources/1 a.png')).toEqual([
      'https://www.modelscope.cn/models/damo/ofa_meme/resolve/v1.0.2/resources/1%20a.png',
      'https://www.modelscope.ai/models/damo/ofa_meme/resolve/v1.0.2/resources/1%20a.png',
      'https://www.modelscope.cn/models/iic/ofa_meme/resolve/v1.0.2/resources/1%20a.png',
      'https://www.modelscope.ai/models/iic/ofa_meme/resolve/v1.0.2/resources/1%20a.png',
      'https://www.modelscope.cn/api/v1/models/damo/ofa_meme/repo?Revision=v1.0.2&FilePath=resources%2F1+a.png',
      'https://www.modelscope.ai/api/v1/models/damo/ofa_meme/repo?Revision=v1.0.2&FilePath=resources%2F1+a.png',
      'https://www.modelscope.cn/api/v1/models/iic/ofa_meme/repo?Revision=v1.0.2&FilePath=resources%2F1+a.png',
      'https://www.modelscope.ai/api/v1/models/iic/ofa_meme/repo?Revision=v1.0.2&FilePath=resources%2F1+a.png',
    ]);
  });

  it('knows other owners by one name only', () => {
    const urls = fileUrls({ ...meme, model: 'qwen/x' }, 'a').filter((url) => url.includes('/resolve/'));
    expect(urls).toEqual([
      'https://www.modelscope.cn/models/qwen/x/resolve/v1.0.2/a',
      'https://www.modelscope.ai/models/qwen/x/resolve/v1.0.2/a',
    ]);
  });

  it('lists files with all folders', () => {
    expect(listUrls(meme)[0]).toBe(
      'https://www.modelscope.cn/api/v1/models/damo/ofa_meme/repo/files?Revision=v1.0.2&Recursive=True',
    );
    expect(listUrls(meme)).toHaveLength(4);
  });

  it('tells sizes, and hashes where it has them', () => {
    const Files = [
      { Name: 'resources', Path: 'resources', Type: 'tree', Size: 0, Sha256: '' },
      {
        Path: 'pytorch_model.bin',
        Type: 'blob',
        Size: 2_000_000_000,
        Sha256: hash.toUpperCase(),
        IsLFS: true,
      },
      { Path: 'config.json', Type: 'blob', Size: 1400, Sha256: '', Mode: '33188' },
      { Path: 'vocab.txt', Size: 110_000, Sha256: null },
    ];
    const listing = { Code: 200, Data: { Files }, Message: 'success', Success: true };
    expect(hubs.modelscope.parseListing('u', listing)).toEqual([
      { path: 'pytorch_model.bin', bytes: 2_000_000_000, sha256: hash },
      { path: 'config.json', bytes: 1400 },
      { path: 'vocab.txt', bytes: 110_000 },
    ]);
  });

  it('says in a body that it has no such model', () => {
    const refusal = { Code: 10010205001, Data: null, Message: 'no such model', Success: false };
    expect(() => hubs.modelscope.parseListing('u', refusal)).toThrow(
      expect.objectContaining({
        code: 'download-not-found',
        message: expect.stringContaining('no such model'),
      }),
    );
  });

  it.each([null, [], 'text', { Success: true }, { Data: { Files: [{ Path: 'a', Size: -1 }] } }])(
    'does not list files as %j',
    (body) => {
      expect(() => hubs.modelscope.parseListing('u', body)).toThrow(
        expect.objectContaining({ code: 'download-wrong-content' }),
      );
    },
  );
});

describe('Hugging Face', () => {
  it('has files and a list of them on one site', () => {
    expect(fileUrls(tiny, 'a b/c')).toEqual([
      'https://huggingface.co/OFA-Sys/ofa-tiny/resolve/refs%2Fpr%2F1/a%20b/c',
    ]);
    expect(listUrls(tiny)).toEqual([
      'https://huggingface.co/api/models/OFA-Sys/ofa-tiny/tree/refs%2Fpr%2F1?recursive=true',
    ]);
  });

  it('tells sizes, and the hashes of large files', () => {
    const listing = [
      { type: 'directory', oid: 'x', size: 0, path: 'onnx' },
      { type: 'file', oid: 'x', size: 1400, path: 'config.json' },
      { type: 'file', oid: 'x', size: 90, path: 'w.bin', lfs: { oid: hash, size: 90, pointerSize: 134 } },
    ];
    expect(hubs.huggingface.parseListing('u', listing)).toEqual([
      { path: 'config.json', bytes: 1400 },
      { path: 'w.bin', bytes: 90, sha256: hash },
    ]);
  });

  it('does not list files as an error', () => {
    expect(() => hubs.huggingface.parseListing('u', { error: 'Repository not found' })).toThrow(
      expect.objectContaining({ code: 'download-wrong-content' }),
    );
  });
});
