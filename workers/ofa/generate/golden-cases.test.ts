import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeRuntime } from '../../cli/node-runtime.ts';
import { defaultGenerationSettings, parseSettings } from '../../protocol/generation-settings.ts';
import { goldenBeams, goldenSteps, type GoldenCase, type GoldenStep } from '../../testing/golden-beams.ts';
import { memoryFolder, nanoModel } from '../../testing/nano-model.ts';
import { goldenTensor, referencePath } from '../../testing/reference.ts';
import { loadCaptionModel, type CaptionModel } from '../caption-model.ts';
import { beamSearch } from './beam-search.ts';
import type { DecodeStep } from './generation-request.ts';
import { TokenTrie } from './token-trie.ts';

const never = new AbortController().signal;
const golden = goldenBeams();
/** Of scores against the reference, absolute. */
const tolerance = 1e-3;

let model: CaptionModel;

beforeAll(async () => {
  const vocabulary = readFileSync(referencePath('nano-zh/vocab.txt'), 'utf8');
  const nano = await nanoModel(never, vocabulary);
  const folder = memoryFolder(nano, nano.manifest);
  model = await loadCaptionModel(never, nodeRuntime(1), folder, nano.manifest.variants[0], () => undefined);
});

/** Runs a case on the real graphs; `rows` are the rows of every step, from bos. */
async function run(image: string, { settings, prefix_tokens: prefixTokens = [], trie }: GoldenCase) {
  const patchImage = goldenTensor(`${image}/patch_image`);
  const picture = await model.encoder.encode(
    never,
    patchImage.data as Float32Array,
    patchImage.shape[2],
    golden.input_ids,
  );
  const decoder = model.decoder.start(picture);
  const rows: number[][][] = [];
  const decode: DecodeStep = (signal, tokens, beamIndices) => {
    const before = rows.at(-1);
    rows.push(Array.from(tokens, (token, row) => [...(before?.[beamIndices[row]] ?? []), token]));
    return decoder.step(signal, tokens, beamIndices);
  };
  const found = await beamSearch(
    never,
    decode,
    {
      settings: { ...defaultGenerationSettings, ...parseSettings(settings) },
      specialTokens: model.tokenizer,
      promptTokens: golden.input_ids,
      vocabularySize: golden.tokenizer_length,
      prefixTokens,
      answers: trie ? new TokenTrie(golden.trie_sequences, model.tokenizer.eosId) : null,
    },
    () => undefined,
  );
  decoder.dispose();
  picture.dispose();
  return { rows, found };
}

/** The rows that go on after a step: its best possible candidates that are not eos, as many as there are beams. */
function continuing({ tokens, ...step }: GoldenStep): number[][] {
  return step.cand_tokens
    .map((token, rank) => ({ row: [...tokens[step.cand_beams[rank]], token], score: step.cand_scores[rank] }))
    .filter(({ row, score }) => score !== null && row.at(-1) !== model.tokenizer.eosId)
    .slice(0, tokens.length)
    .map(({ row }) => row);
}

for (const image of golden.images) {
  describe(image.name, () => {
    // Several beams after a prefix tie exactly, and the order of ties is undefined in the reference.
    const cases = image.cases.filter(({ name }) => name !== 'prefix');
    it.each(cases.map((goldenCase) => [goldenCase.name, goldenCase] as const))(
      '%s',
      async (_, goldenCase) => {
        const { rows, found } = await run(image.name, goldenCase);
        const steps = goldenSteps(`${image.name}/${goldenCase.name}`);
        expect(rows).toHaveLength(steps.length);
        for (const [index, step] of steps.slice(0, -1).entries()) {
          const expected = continuing(step);
          if (goldenCase.order_gap > tolerance) expect(rows[index + 1]).toEqual(expected);
          else expect(new Set(rows[index + 1].map(String))).toEqual(new Set(expected.map(String)));
        }
        expect(found.map(({ tokens }) => tokens)).toEqual(goldenCase.hyps.map(({ tokens }) => tokens));
        for (const [index, hypothesis] of goldenCase.hyps.entries()) {
          expect(Math.abs(found[index].score - hypothesis.score)).toBeLessThan(tolerance);
          for (const [position, score] of hypothesis.positional_scores.entries()) {
            expect(Math.abs(found[index].positionalScores[position] - score)).toBeLessThan(tolerance);
          }
          const caption = found[index].tokens.slice(goldenCase.prefix_tokens?.length ?? 0);
          expect(model.tokenizer.decode(caption)).toBe(hypothesis.text);
        }
      },
    );
  });
}
