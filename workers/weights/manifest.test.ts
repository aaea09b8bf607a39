import { describe, expect, it } from 'vitest';
import { smallModel } from '../testing/small-model.ts';
import { parseManifest } from './manifest.ts';

const { manifest } = await smallModel();

/** The manifest as JSON with the value at a dotted path replaced; undefined removes it. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(manifest) as unknown;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let parent = copy as Record<string, unknown>;
  for (const key of keys) parent = parent[key] as Record<string, unknown>;
  parent[last] = value;
  return JSON.parse(JSON.stringify(copy));
}

function problem(value: unknown): unknown {
  try {
    return parseManifest(value);
  } catch (error) {
    return error;
  }
}

const file = 'variants.0.encoder.externalData.0';

describe('a valid manifest', () => {
  it('comes back as it was', () => {
    expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
  });

  it('may have fields that this version does not know, which are left out', () => {
    expect(parseManifest(changed('later', { anything: 1 }))).toEqual(manifest);
  });

  it('may restrict generation to answers and token ranges', () => {
    expect(problem(changed('generation.answers', ['一', '二']))).toMatchObject({ id: 'small' });
    expect(problem(changed('generation.settings.constraintRange', [4, 30]))).toMatchObject({ id: 'small' });
  });

  it('may use one file in both graphs and counts it once', () => {
    const copy = structuredClone(manifest);
    const [variant] = copy.variants;
    const { encoder } = variant;
    const shared = { ...variant, decoder: encoder, bytes: 12_300 };
    expect(parseManifest({ ...copy, variants: [shared] }).variants[0]?.bytes).toBe(12_300);
  });
});

describe('a manifest is refused, naming the field,', () => {
  it.each([
    ['id', ''],
    ['id', undefined],
    ['title.zh', 3],
    ['source.hub', 'elsewhere'],
    ['task', 'ocr'],
    ['language', 'en'],
    ['architecture.hiddenSize', 1.5],
    ['preprocessing.mean', [0.5, 0.5]],
    ['preprocessing.std', [0.5, 0, 0.5]],
    ['preprocessing.patchImageSize', '480'],
    ['prompt.tokenIds', []],
    ['prompt.tokenIds.1', -5],
    ['generation.settings.beamSize', 0],
    ['generation.settings.temperature', undefined],
    ['generation.settings.constraintRange', [4, 2]],
    ['generation.answers', []],
    ['variants', []],
    ['variants.1.name', 'int8'],
    ['variants.0.bytes', 24_601],
    ['variants.0.backends', []],
    ['variants.0.backends.0', 'cuda'],
    ['variants.0.requires.0', 'tensor-cores'],
    [`${file}.bytes`, 12_001],
    [`${file}.shards`, []],
    [`${file}.shards.0.bytes`, 16 * 1024 * 1024 + 1],
    [`${file}.shards.0.sha256`, 'A'.repeat(64)],
  ])('for %s = %j', (field, value) => {
    const error = problem(changed(field, value));
    // What is wrong with a list or a sum is said of the whole.
    const named = field.startsWith('variants.1') ? 'variants' : field.replace(/\.bytes$|\.0$/, '');
    expect(error).toMatchObject({ code: 'model-manifest-invalid' });
    expect((error as { details: { field: string } }).details.field).toContain(named);
  });

  it.each([
    '../x',
    '/x',
    'a/../b',
    'a//b',
    'a/',
    '.hidden',
    'a\\b',
    'https://example.org/x',
    'C:x',
    'a?b',
    '%2e%2e/x',
    '',
  ])('for a shard at "%s"', (path) => {
    expect(problem(changed(`${file}.shards.0.path`, path))).toMatchObject({
      code: 'model-manifest-invalid',
      details: { field: `${file}.shards.0.path` },
    });
  });

  it('for two descriptions of one shard', () => {
    const path = manifest.variants[1].encoder.model.shards[0].path;
    expect(problem(changed('variants.0.encoder.model.shards.0.path', path))).toMatchObject({
      code: 'model-manifest-invalid',
      details: { field: path },
    });
  });

  it('for tokens and rows beyond the vocabulary', () => {
    expect(problem(changed('prompt.tokenIds.1', 60))).toMatchObject({
      details: { field: 'prompt.tokenIds' },
    });
    expect(problem(changed('variants.1.vocabularyRows', 61))).toMatchObject({
      details: { field: 'variants.1.vocabularyRows' },
    });
  });

  it.each([null, [], 'text', {}])('when the whole is %j', (value) => {
    expect(problem(value)).toMatchObject({ code: 'model-manifest-invalid' });
  });

  it('and as unsupported if its format is newer', () => {
    expect(problem(changed('formatVersion', 2))).toMatchObject({
      code: 'model-unsupported',
      details: { field: 'formatVersion' },
    });
    expect(problem(changed('formatVersion', '1'))).toMatchObject({ code: 'model-manifest-invalid' });
  });
});
