import { describe, expect, it } from 'vitest';
import { parseHubReference } from './hub-repository.ts';

describe('a reference to a model', () => {
  it('names owner, model and revision on ModelScope', () => {
    expect(parseHubReference('damo/ofa_image-caption_meme_large_zh@v1.0.2')).toEqual({
      hub: 'modelscope',
      model: 'damo/ofa_image-caption_meme_large_zh',
      revision: 'v1.0.2',
    });
  });

  it('means the default branch of its hub where it names no revision', () => {
    expect(parseHubReference('iic/ofa')).toMatchObject({ hub: 'modelscope', revision: 'master' });
    expect(parseHubReference('huggingface:OFA-Sys/ofa-tiny')).toEqual({
      hub: 'huggingface',
      model: 'OFA-Sys/ofa-tiny',
      revision: 'main',
    });
  });

  it.each([
    'ofa',
    'a/b/c',
    '../b',
    'a/..',
    'a/b@',
    'github:a/b',
    'a/b c',
    'https://modelscope.cn/models/a/b',
  ])('is not %s', (text) => {
    expect(() => parseHubReference(text)).toThrow(
      expect.objectContaining({ code: 'setting-invalid', details: { setting: 'model', value: text } }),
    );
  });
});
