import { describe, expect, it } from 'vitest';
import type { GenerationSettings } from '../../protocol/generation.ts';
import { goldenBeams, goldenSteps } from '../../testing/golden-beams.ts';
import { goldenTensor } from '../../testing/reference.ts';
import { beamSearch } from './beam-search.ts';
import type { DecodeStep, GenerationRequest } from './generation-request.ts';
import type { GenerationProgress } from './generation-row.ts';
import { TokenTrie } from './token-trie.ts';

const never = new AbortController().signal;
const eos = 2;

const nanoSettings: GenerationSettings = {
  beamSize: 5,
  maxLenA: 0,
  maxLenB: 16,
  minLen: 1,
  normalizeScores: true,
  lenPenalty: 1,
  unkPenalty: 0,
  temperature: 1,
  matchSourceLen: false,
  noRepeatNgramSize: 3,
  constraintRange: null,
  zeroShot: false,
  ignoreEos: false,
  genCode: false,
  genBox: false,
};

interface RequestChanges {
  readonly settings?: Partial<GenerationSettings>;
  readonly request?: Partial<Omit<GenerationRequest, 'settings'>>;
}

function request({ settings = {}, request: changes = {} }: RequestChanges = {}): GenerationRequest {
  return {
    specialTokens: { bosId: 0, padId: 1, eosId: eos, unkId: 3 },
    promptTokens: [0, 7, 8, eos],
    vocabularySize: 10,
    prefixTokens: [],
    answers: null,
    ...changes,
    settings: { ...nanoSettings, ...settings },
  };
}

/** A model whose log-probability of a token depends on nothing but the token: `probabilities`, the rest share what is left. */
function constantModel(probabilities: Readonly<Record<number, number>>, width = 10): DecodeStep {
  const given = Object.values(probabilities).reduce((sum, probability) => sum + probability, 0);
  const rest = (1 - given) / (width - Object.keys(probabilities).length);
  return async (_signal, tokens) =>
    Promise.resolve(
      Float32Array.from({ length: tokens.length * width }, (_, index) =>
        Math.log(probabilities[index % width] ?? rest),
      ),
    );
}

function search(decode: DecodeStep, changes?: RequestChanges) {
  return beamSearch(never, decode, request(changes), () => undefined);
}

describe('with the reference’s recorded log-probabilities', () => {
  const steps = goldenSteps('photo_640x360/default');
  const golden = goldenBeams();
  const hypotheses = golden.images[0].cases[0].hyps;
  const lprobs = goldenTensor('photo_640x360/beam_lprobs_default');
  const [, beam, width] = lprobs.shape;

  async function replay() {
    const rows: number[][][] = [];
    const progress: GenerationProgress[] = [];
    const decode: DecodeStep = async (_signal, tokens, beamIndices) => {
      const before = rows.at(-1);
      rows.push(Array.from(tokens, (token, row) => [...(before?.[beamIndices[row]] ?? []), token]));
      const offset = (rows.length - 1) * beam * width;
      return Promise.resolve(lprobs.data.slice(offset, offset + tokens.length * width) as Float32Array);
    };
    const found = await beamSearch(
      never,
      decode,
      request({ request: { promptTokens: golden.input_ids, vocabularySize: width } }),
      (event) => progress.push(event),
    );
    return { rows, progress, found };
  }

  it('continues the same rows in the same order at every step', async () => {
    const { rows } = await replay();
    expect(rows.slice(1)).toEqual(steps.slice(1).map((step) => step.tokens));
    expect(rows[0]).toEqual([[0]]);
  });

  it('ends with the same hypotheses, scores and positional scores', async () => {
    const { found } = await replay();
    expect(found.map(({ tokens }) => tokens)).toEqual(hypotheses.map(({ tokens }) => tokens));
    for (const [index, { score, positionalScores }] of found.entries()) {
      expect(score).toBeCloseTo(hypotheses[index].score, 5);
      for (const [position, value] of positionalScores.entries()) {
        expect(value).toBeCloseTo(hypotheses[index].positional_scores[position], 4);
      }
    }
  });

  it('reports the hypotheses of every step, best first, their scores comparable', async () => {
    const { progress } = await replay();
    expect(progress.map(({ step }) => step)).toEqual(steps.map((_, index) => index + 1));
    for (const [index, event] of progress.entries()) {
      expect(event.maxSteps).toBe(17);
      const scores = event.hypotheses.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((first, second) => second - first));
      const live = event.hypotheses.filter(({ finished }) => !finished);
      const continued = steps[index + 1]?.tokens.map((tokens) => tokens.slice(1)) ?? [];
      expect(new Set(live.map(({ tokens }) => tokens.join()))).toEqual(new Set(continued.map(String)));
      for (const { tokens, score } of live) {
        const candidate = steps[index].cand_tokens.findIndex(
          (token, rank) =>
            token === tokens.at(-1) &&
            steps[index].tokens[steps[index].cand_beams[rank]].slice(1).join() === tokens.slice(0, -1).join(),
        );
        expect(score).toBeCloseTo((steps[index].cand_scores[candidate] ?? 0) / tokens.length, 5);
      }
    }
    expect(progress.at(-1)?.hypotheses.map(({ tokens }) => tokens)).toEqual(
      hypotheses.map(({ tokens }) => tokens),
    );
  });
});

describe('the end of a search', () => {
  it('comes when as many hypotheses as beams are finished, even if better ones could follow', async () => {
    const lengths = (await search(constantModel({ [eos]: 0.5, 5: 0.3 }), { settings: { beamSize: 2 } })).map(
      ({ tokens }) => tokens.length,
    );
    expect(new Set(lengths)).toEqual(new Set([2, 3]));
  });

  it('comes after the longest caption, where eos keeps its own log-probability', async () => {
    const [best] = await search(constantModel({ [eos]: 1e-6, 5: 0.9 }), {
      settings: { beamSize: 1, maxLenB: 3, noRepeatNgramSize: 0 },
    });
    expect(best.tokens).toEqual([5, 5, 5, eos]);
    expect(best.positionalScores.at(-1)).toBeCloseTo(Math.log(1e-6), 4);
  });

  it('is an error if nothing could be finished', async () => {
    const onlyLongAnswers = new TokenTrie([[0, 4, 5, 6, 7, eos]], eos);
    await expect(
      search(constantModel({}), {
        settings: { maxLenB: 2, beamSize: 1 },
        request: { answers: onlyLongAnswers },
      }),
    ).rejects.toMatchObject({ code: 'no-hypothesis' });
  });

  it('leaves fewer hypotheses than beams if the answers are fewer', async () => {
    const answers = new TokenTrie([[0, 4, eos], [0, 5, 6, eos]], eos); // prettier-ignore
    const found = await search(constantModel({ 5: 0.6 }), { request: { answers } });
    expect(found.map(({ tokens }) => tokens)).toEqual([
      [5, 6, eos],
      [4, eos],
    ]);
  });

  it('comes before the next step after an abort, with the abort’s reason', async () => {
    const controller = new AbortController();
    let steps = 0;
    const model = constantModel({ 5: 0.9 });
    const decode: DecodeStep = (signal, tokens, beamIndices) => {
      steps++;
      return model(signal, tokens, beamIndices);
    };
    const stopped = beamSearch(controller.signal, decode, request(), ({ step }) => {
      if (step === 3) controller.abort(new Error('enough'));
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(steps).toBe(3);
  });
});

describe('settings', () => {
  it('refuse a shortest caption longer than the longest', async () => {
    await expect(search(constantModel({}), { settings: { minLen: 5, maxLenB: 4 } })).rejects.toMatchObject({
      code: 'setting-invalid',
      details: { setting: 'min_len', maximum: 4 },
    });
  });

  it('refuse a range together with answers', async () => {
    const answers = new TokenTrie([[0, 4, eos]], eos);
    await expect(
      search(constantModel({}), { settings: { constraintRange: [4, 6] }, request: { answers } }),
    ).rejects.toMatchObject({ code: 'setting-invalid' });
  });

  it('take the longest caption from the prompt: by a factor, or as its length without eos', async () => {
    const model = constantModel({ [eos]: 1e-9, 5: 0.9 });
    const longest = async (settings: Partial<GenerationSettings>) => {
      const [best] = await search(model, { settings: { beamSize: 1, noRepeatNgramSize: 0, ...settings } });
      return best.tokens.length - 1;
    };
    expect(await longest({ maxLenA: 0.7, maxLenB: 3 })).toBe(5);
    expect(await longest({ matchSourceLen: true })).toBe(3);
  });

  it('score ignored eos as certain at the longest caption', async () => {
    const settings = { beamSize: 1, maxLenB: 2, noRepeatNgramSize: 0, ignoreEos: true };
    const [best] = await search(constantModel({ [eos]: 1e-9, 5: 0.9 }), { settings });
    expect(best.positionalScores.at(-1)).toBeCloseTo(1, 5);
  });

  it('keep special tokens out of generated codes', async () => {
    const settings = { beamSize: 1, maxLenB: 3, noRepeatNgramSize: 0 };
    const model = constantModel({ 3: 0.6, 6: 0.3 });
    expect((await search(model, { settings }))[0].tokens).toEqual([3, 3, 3, eos]);
    expect((await search(model, { settings: { ...settings, genCode: true } }))[0].tokens).toEqual([
      6,
      6,
      6,
      eos,
    ]);
  });

  it('keep the last token of the vocabulary out of boxes, and leave every fifth place without a token to fill it', async () => {
    const settings = { beamSize: 1, maxLenB: 4, noRepeatNgramSize: 0, genBox: true };
    const model = constantModel({ 9: 0.6, 6: 0.3 });
    expect((await search(model, { settings: { ...settings, maxLenB: 3 } }))[0].tokens).toEqual([
      6,
      6,
      6,
      eos,
    ]);
    await expect(search(model, { settings })).rejects.toMatchObject({ code: 'no-hypothesis' });
  });
});

describe('a prefix', () => {
  const prefixTokens = [5, 5];

  it('starts the caption, and blocking of n-grams begins after it', async () => {
    const [best] = await search(constantModel({ 5: 0.6, 6: 0.3 }), {
      settings: { beamSize: 1, maxLenB: 4, noRepeatNgramSize: 1 },
      request: { prefixTokens },
    });
    expect(best.tokens).toEqual([5, 5, 5, 6, eos]);
  });

  it('goes before the answers', async () => {
    const answers = new TokenTrie([[0, 7, 8, eos]], eos);
    const [best] = await search(constantModel({ 5: 0.6 }), {
      settings: { beamSize: 1 },
      request: { prefixTokens, answers },
    });
    expect(best.tokens).toEqual([5, 5, 7, 8, eos]);
  });
});

describe('logits narrower than the vocabulary', () => {
  it('find what there is in them', async () => {
    const answers = new TokenTrie([[0, 5, eos], [0, 9, eos]], eos); // prettier-ignore
    const found = await search(constantModel({ 5: 0.2 }, 8), {
      settings: { beamSize: 2 },
      request: { answers },
    });
    expect(found.map(({ tokens }) => tokens)).toEqual([[5, eos]]);
  });
});
