import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fuzz } from '../testing/fuzz/fuzz.ts';
import { outcomeOf } from '../testing/fuzz/outcome.ts';
import { parseJson, printJson, varyJson } from '../testing/fuzz/vary-json.ts';
import { parseCatalogue } from './parse-catalogue.ts';

const url = 'https://memes.example/models/catalogue.json';
const published = readFileSync(new URL('../../public/models/catalogue.json', import.meta.url), 'utf8');
const [first] = (JSON.parse(published) as { readonly models: readonly object[] }).models;

const withFolder = (folder: string): string =>
  JSON.stringify({ models: [{ ...first, source: { kind: 'folder', urls: [folder] } }] });

it('of any content gives models with addresses that can be fetched, or is refused with the field', async () => {
  const { outcomes } = await fuzz(
    {
      name: 'catalogues',
      corpus: [
        published,
        withFolder('./nano/'),
        withFolder('http://['),
        withFolder('javascript:alert(1)'),
        withFolder('data:application/json,{}'),
      ],
      vary: varyJson,
      run: async (text) =>
        outcomeOf(['model-manifest-invalid'], () => {
          let value: unknown;
          try {
            value = JSON.parse(text);
          } catch {
            return 'no JSON';
          }
          const { models } = parseCatalogue(url, value);
          for (const { source } of models) {
            if (source.kind !== 'folder') continue;
            for (const folder of source.urls) {
              if (!/^https?:$/u.test(new URL(folder).protocol))
                throw new Error(`${folder} is no web address`);
            }
          }
          return `${Math.min(models.length, 3)} models`;
        }),
      print: printJson,
      parse: parseJson,
    },
    600,
  );
  expect(outcomes.length).toBeGreaterThan(6);
});
