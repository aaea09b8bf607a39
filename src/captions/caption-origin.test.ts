import { describe, expect, it } from 'vitest';
import { loadedModel } from '../testing/scripted-client.ts';
import { captionOrigin } from './caption-origin.ts';

describe('the origin of captions', () => {
  it('names the very bytes that ran, those of other variants left out, and what ran them', () => {
    const { model, backend, threads, resolution } = captionOrigin(loadedModel, {});
    expect(resolution).toBe('full');
    expect(model).toEqual({
      id: 'small',
      source: { hub: 'local', model: 'small', revision: '1', checkpointSha256: 'c0' },
      variant: 'int8',
      shards: ['a0', 'e0', 'd0', 'e1'],
    });
    expect([backend, threads]).toEqual(['wasm', 2]);
  });

  it('has every setting, the model’s own where the person wished no other', () => {
    expect(captionOrigin(loadedModel, { settings: { lenPenalty: 2 } })).toMatchObject({
      settings: { beamSize: 5, lenPenalty: 2 },
      sampling: null,
      hiddenWords: [],
    });
  });

  it('has the seed of a drawing, and how freely it was drawn even where nobody said', () => {
    const sampling = { count: 5, seed: 3, exclude: ['一'] };
    const { sampling: kept } = captionOrigin(loadedModel, { sampling });
    expect(kept).toMatchObject(sampling);
    expect([kept?.temperature, kept?.topP]).toEqual([expect.any(Number), expect.any(Number)]);
  });

  it('survives being kept', () => {
    const origin = captionOrigin(loadedModel, { sampling: { count: 5, seed: 3 }, hiddenWords: ['坏'] });
    expect(structuredClone(origin)).toEqual(origin);
    expect(JSON.parse(JSON.stringify(origin))).toEqual(origin);
  });
});
