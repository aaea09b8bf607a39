import { describe, expect, it } from 'vitest';
import { fuzz } from '../testing/fuzz/fuzz.ts';
import { outcomeOf } from '../testing/fuzz/outcome.ts';
import { parseJson, printJson, varyJson } from '../testing/fuzz/vary-json.ts';
import type { HubName } from './hub-repository.ts';
import { hubs } from './hubs.ts';

const url = 'https://hub.example/list';
const sha256 = 'ab'.repeat(32);
const listings: Readonly<Record<HubName, string>> = {
  modelscope: `{"Success":true,"Data":{"Files":[{"Path":"config.json","Type":"blob","Size":12,"Sha256":"${sha256}"},{"Path":"resources","Type":"tree","Size":0}]}}`,
  huggingface: `[{"type":"file","path":"pytorch_model.bin","size":9,"lfs":{"oid":"${sha256}","size":99}},{"type":"directory","path":"x"}]`,
};

describe.each(Object.entries(listings))('a listing of %s', (name, listing) => {
  it('of any content gives files with sizes, or one of two errors', async () => {
    const { outcomes } = await fuzz(
      {
        name: `listings-${name}`,
        corpus: [listing],
        vary: varyJson,
        run: async (text) =>
          outcomeOf(['download-wrong-content', 'download-not-found'], () => {
            let value: unknown;
            try {
              value = JSON.parse(text);
            } catch {
              return 'no JSON';
            }
            const files = hubs[name as HubName].parseListing(url, value);
            const sound = files.every(
              (file) => Number.isSafeInteger(file.bytes) && file.bytes >= 0 && typeof file.path === 'string',
            );
            if (!sound) throw new Error('A file has no size or no path');
            return `${files.length} files`;
          }),
        print: printJson,
        parse: parseJson,
      },
      3_000,
    );
    expect(outcomes.length).toBeGreaterThan(6);
  });
});
