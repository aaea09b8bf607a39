import { expect, it } from 'vitest';
import { fuzz } from '../testing/fuzz/fuzz.ts';
import { outcomeOf } from '../testing/fuzz/outcome.ts';
import { parseJson, printJson, varyJson } from '../testing/fuzz/vary-json.ts';
import { smallModel } from '../testing/small-model.ts';
import type { ModelManifest } from '../protocol/model-folder.ts';
import { parseManifestFile } from './manifest-file.ts';
import { requiredShards } from '../protocol/model-files.ts';

const { manifest } = await smallModel();
const folder = 'https://models.example/small/';
const mostShardBytes = 16 * 2 ** 20;

function allFiles({ vocabulary, variants }: ModelManifest) {
  const graphs = variants.flatMap(({ encoder, decoder }) => [encoder, decoder]);
  return [vocabulary, ...graphs.flatMap(({ model, externalData }) => [model, ...externalData])];
}

/** Whatever the manifest says is fetched and kept must lie inside its folder. */
function checkPaths(value: ModelManifest): void {
  const paths = allFiles(value).flatMap(({ path, shards }) => [path, ...shards.map((shard) => shard.path)]);
  for (const path of paths) {
    const { href, search, hash } = new URL(path, folder);
    if (!href.startsWith(folder) || search !== '' || hash !== '' || href.includes('/../')) {
      throw new Error(`The path ${path} leaves the folder`);
    }
  }
}

/** Whatever it says is allocated must be what its shards hold, and no shard may be large. */
function checkSizes(value: ModelManifest): void {
  for (const { bytes, shards } of allFiles(value)) {
    if (bytes !== shards.reduce((sum, shard) => sum + shard.bytes, 0))
      throw new Error('A file has other bytes');
    if (shards.some((shard) => shard.bytes > mostShardBytes)) throw new Error('A shard is too large');
  }
  if (value.preprocessing.patchImageSize > 4096) throw new Error('The network input is too large');
}

it('of any content is usable as it stands, or refused with the field', async () => {
  const { outcomes } = await fuzz(
    {
      name: 'manifests',
      corpus: [
        JSON.stringify(manifest),
        JSON.stringify({
          ...manifest,
          preprocessing: { ...manifest.preprocessing, patchImageSize: 2 ** 30 },
        }),
      ],
      vary: varyJson,
      run: async (text) =>
        outcomeOf(['model-manifest-invalid', 'model-unsupported'], () => {
          const value = parseManifestFile('model.json', new TextEncoder().encode(text));
          checkPaths(value);
          checkSizes(value);
          value.variants.forEach((variant) => requiredShards(value, variant));
          return `a manifest of ${Math.min(value.variants.length, 3)} variants`;
        }),
      print: printJson,
      parse: parseJson,
    },
    3_000,
  );
  expect(outcomes.length).toBeGreaterThan(40);
});
