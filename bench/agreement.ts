/**
 * `tsx bench/agreement.ts <checkpoint folder>`: how often the quantized variants of a trained model write the captions of
 * its float32 variant, on onnxruntime-node, whose int8 arithmetic is that of WebAssembly.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { decodeInNode } from '../workers/cli/decode-image.ts';
import { nodeFolder } from '../workers/cli/node-folder.ts';
import { nodeFolderWriter } from '../workers/cli/node-folder-writer.ts';
import { openNodeModelFolder } from '../workers/cli/node-model-folder.ts';
import { nodeRuntime } from '../workers/cli/node-runtime.ts';
import { convertCheckpoint } from '../workers/convert/convert.ts';
import { parsePrecisions } from '../workers/convert/variants.ts';
import { loadCaptionModel, releaseCaptionModel } from '../workers/ofa/caption-model.ts';
import { caption } from '../workers/ofa/captioner.ts';
import { pictureDecoder } from '../workers/ofa/image/open-picture.ts';
import { picturePreparation } from '../workers/ofa/image/prepare-picture.ts';
import type { Hypothesis } from '../workers/protocol/generation.ts';
import type { ModelFolder, ModelVariant } from '../workers/protocol/model-folder.ts';
import { agreementOf, formatAgreement, sameBest, type CaptionPair } from './agreement/compare.ts';
import { evaluationPictures, type EvaluationPicture } from './agreement/pictures.ts';

const usage = `Usage: tsx bench/agreement.ts <checkpoint folder> [options]

  --precisions <names>  compared with fp32 (int8,q4)
  --samples <folder>    pictures that are taken in ten changes each (public/samples)
  --pictures <folder>   more pictures, taken as they are; can be given again
  --most <n>            pictures of each such folder (100)
  --list                names the pictures whose best captions differ
`;

const { signal } = new AbortController();
const preparePicture = picturePreparation(pictureDecoder(decodeInNode));

async function captions(
  folder: ModelFolder,
  variant: ModelVariant,
  pictures: readonly EvaluationPicture[],
): Promise<readonly (readonly Hypothesis[])[]> {
  const model = await loadCaptionModel(signal, nodeRuntime(), folder, variant, () => {});
  const all: (readonly Hypothesis[])[] = [];
  for (const { image } of pictures) {
    all.push((await caption(signal, model, preparePicture, image, {}, () => {})).hypotheses);
  }
  await releaseCaptionModel(model);
  return all;
}

async function convertedTo(
  folder: string,
  checkpoint: string,
  precisions: ReturnType<typeof parsePrecisions>,
): Promise<void> {
  const description = {
    id: 'agreement',
    title: { zh: '比较', en: 'Agreement' },
    licence: { name: '', notice: { zh: '', en: '' } },
    source: { hub: 'local', model: checkpoint, revision: '' },
  } as const;
  const options = { description, precisions, graphs: { cutImageCodes: true } };
  await convertCheckpoint(signal, nodeFolder(checkpoint), nodeFolderWriter(folder), options, () => {});
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      precisions: { type: 'string', default: 'int8,q4' },
      samples: { type: 'string', default: fileURLToPath(new URL('../public/samples', import.meta.url)) },
      pictures: { type: 'string', multiple: true, default: [] },
      most: { type: 'string', default: '100' },
      list: { type: 'boolean', default: false },
    },
  });
  if (positionals.length !== 1) throw new Error(usage);
  const pictures: EvaluationPicture[] = [];
  for await (const picture of evaluationPictures(values.samples, values.pictures, Number(values.most))) {
    pictures.push(picture);
  }
  const path = await mkdtemp(join(tmpdir(), 'ofa-meme-agreement-'));
  try {
    await convertedTo(path, positionals[0], ['fp32', ...parsePrecisions(values.precisions)]);
    const folder = await openNodeModelFolder(signal, path);
    const [exact, ...others] = folder.manifest.variants;
    const expected = await captions(folder, exact, pictures);
    for (const variant of others) {
      const actual = await captions(folder, variant, pictures);
      const pairs = pictures.map(({ name }, index): CaptionPair => ({
        picture: name,
        expected: expected[index],
        actual: actual[index],
      }));
      console.log(formatAgreement(variant.name, variant.bytes, agreementOf(pairs)));
      if (!values.list) continue;
      for (const pair of pairs.filter((candidate) => !sameBest(candidate))) {
        const [was, is] = [pair.expected, pair.actual].map(
          ([best]) => `${best.text} ${best.score.toFixed(3)}`,
        );
        console.log(`  ${pair.picture}: ${was} → ${is}`);
      }
    }
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
