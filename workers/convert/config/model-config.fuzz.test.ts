import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../protocol/errors.ts';
import { fuzz } from '../../testing/fuzz/fuzz.ts';
import { outcomeOf } from '../../testing/fuzz/outcome.ts';
import { parseJson, printJson, varyJson } from '../../testing/fuzz/vary-json.ts';
import { nanoFiles } from '../../testing/nano-checkpoint.ts';
import { blobFolder } from '../source/source-folder.ts';
import { readModelConfig } from './model-config.ts';

const { signal } = new AbortController();
const codes: readonly ErrorCode[] = ['config-invalid', 'model-unsupported', 'model-not-found'];

/** Files of a folder by name, one of which is varied. */
async function readWith(name: string, text: string): Promise<string> {
  return outcomeOf(codes, async () => {
    const files = new Map(nanoFiles());
    if (name === 'answers.json') {
      const configuration = JSON.parse(await files.get('configuration.json')!.text()) as { model: object };
      const model = { ...configuration.model, answer2label: name };
      files.set('configuration.json', new Blob([JSON.stringify({ ...configuration, model })]));
    }
    files.set(name, new Blob([text]));
    const { architecture, preprocessing, prompt } = await readModelConfig(signal, blobFolder(files));
    if (architecture.encoderLayers > 128 || preprocessing.patchImageSize > 4096)
      throw new Error('It is too large');
    if (!prompt.tokenIds.every((id) => id >= 0 && id < architecture.vocabularySize))
      throw new Error('No such token');
    return 'a configuration';
  });
}

/** Too deep for `JSON.stringify`. */
const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
const files = nanoFiles();
const corpora: Readonly<Record<string, readonly string[]>> = {
  'config.json': [await files.get('config.json')!.text(), `{"d_model":${nested}}`],
  'configuration.json': [
    await files.get('configuration.json')!.text(),
    `{"task":"image-captioning","model":{"type":"ofa","language":"zh","beam_search":{"beam_size":${nested}}}}`,
  ],
  'tokenizer_config.json': [
    '{"do_lower_case":true,"bos_token":"<s>","strip_accents":null,"mask_token":{"content":"<mask>"}}',
    `{"do_lower_case":${nested}}`,
  ],
  'special_tokens_map.json': ['{"bos_token":"<s>","unk_token":{"content":"<unk>","lstrip":false}}'],
  'added_tokens.json': ['{"<code_0>":292,"<bin_0>":8484}'],
  'answers.json': ['{"一":0,"二":1,"三":2,"四":3,"五":4}'],
};

describe.each(Object.entries(corpora))('%s', (name, corpus) => {
  it('of any content gives a configuration within bounds, or says what is wrong', async () => {
    const { outcomes } = await fuzz(
      {
        name,
        corpus,
        vary: varyJson,
        run: async (text) => readWith(name, text),
        print: printJson,
        parse: parseJson,
      },
      300,
    );
    expect(outcomes.length).toBeGreaterThan(2);
  });
});
