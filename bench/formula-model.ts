/** Models of a published shape whose weights come from the formula: their speed is real, their captions are not. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeFolder } from '../workers/cli/node-folder.ts';
import { nodeFolderWriter } from '../workers/cli/node-folder-writer.ts';
import { convertCheckpoint } from '../workers/convert/convert.ts';
import type { PolicyName } from '../workers/convert/quantize/policies.ts';
import { formulaTensors } from '../workers/testing/formula-checkpoint.ts';
import { writeBaselines } from '../workers/testing/baselines/write-baselines.ts';
import { writeTorchCheckpointFile } from '../workers/testing/torch-checkpoint-writer.ts';

/** Lines of the Chinese vocabulary; image codes and location bins follow it. */
const vocabularyLines = 21_133;
const addedTokens = 9192;

export interface FormulaShape {
  readonly name: string;
  readonly patchImageSize: number;
  readonly config: Readonly<Record<string, number | string>>;
}

function shape(
  name: string,
  resnetType: string,
  width: number,
  layers: number,
  patchImageSize = 480,
): FormulaShape {
  const sides = ['encoder', 'decoder'].flatMap((side): [string, number][] => [
    [`${side}_layers`, layers],
    [`${side}_attention_heads`, width / 64],
    [`${side}_ffn_dim`, 4 * width],
  ]);
  return {
    name,
    patchImageSize,
    config: {
      vocab_size: vocabularyLines + addedTokens,
      d_model: width,
      resnet_type: resnetType,
      ...Object.fromEntries(sides),
    },
  };
}

/** The Chinese OFA models (checkpoints_cn.md of https://github.com/OFA-Sys/OFA), and one to try the bench with. */
export const formulaShapes: readonly FormulaShape[] = [
  shape('nano', 'resnet18', 64, 2, 96),
  shape('base', 'resnet101', 768, 6),
  shape('large', 'resnet152', 1024, 12),
];

/** The special tokens where BERT's vocabulary has them, and a CJK character or word piece on every other line. */
function vocabulary(): string {
  const first = 0x4e00;
  const last = 0x9fa5;
  const lines = Array.from({ length: vocabularyLines - 5 }, (_, index) => {
    const character = String.fromCodePoint(first + (index % (last - first + 1)));
    return index <= last - first ? character : `##${character}`;
  });
  return `${['<s>', '<pad>', '</s>', '<unk>', ...lines, '<mask>'].join('\n')}\n`;
}

/** A checkpoint folder of `shape`, as ModelScope has them. */
export async function writeCheckpoint(
  folder: string,
  { config, patchImageSize }: FormulaShape,
): Promise<void> {
  const configuration = {
    framework: 'pytorch',
    task: 'image-captioning',
    model: {
      type: 'ofa',
      language: 'zh',
      prompt: '图片描述了什么内容?',
      patch_image_size: patchImageSize,
      imagenet_default_mean_and_std: false,
    },
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'configuration.json'), JSON.stringify(configuration));
  await writeFile(join(folder, 'vocab.txt'), vocabulary());
  writeTorchCheckpointFile(join(folder, 'pytorch_model.bin'), formulaTensors(config));
}

/** A hash over the sources that a converted model depends on, so that none outlives the converter that made it. */
async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of ['../workers/convert/', '../workers/testing/', './formula-model.ts']) {
    const path = fileURLToPath(new URL(folder, import.meta.url));
    const files = folder.endsWith('/') ? await readdir(path, { recursive: true }) : [''];
    for (const file of files.filter((name) => !name.includes('.test.')).sort()) {
      if (file === '' || file.endsWith('.ts')) hash.update(await readFile(join(path, file)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

/**
 * The model folder of `shape`, converted as a checkpoint is (a torch file on disk for that long) and with the baselines
 * beside its variants, unless `cache` has it; models of older converters are removed from there.
 */
export async function formulaModelFolder(
  signal: AbortSignal,
  shape: FormulaShape,
  precisions: readonly PolicyName[],
  cache: string,
  onProgress: (text: string) => void,
): Promise<string> {
  const name = `${shape.name}-${precisions.join('-')}`;
  const folder = join(cache, `${name}-${await sourcesHash()}`);
  const unfinished = `${folder}.unfinished`;
  if (existsSync(join(folder, 'model.json')) && !existsSync(unfinished)) return folder;
  await mkdir(cache, { recursive: true });
  for (const entry of await readdir(cache)) {
    if (entry.slice(0, entry.lastIndexOf('-')) === name) await rm(join(cache, entry), { recursive: true });
  }
  const checkpoint = `${folder}.checkpoint`;
  await writeFile(unfinished, '');
  try {
    onProgress(`${shape.name}: writing a checkpoint of formula weights`);
    await writeCheckpoint(checkpoint, shape);
    onProgress(`${shape.name}: converting it to ${precisions.join(' and ')}`);
    const description = {
      id: `bench-${shape.name}`,
      title: { zh: shape.name, en: shape.name },
      licence: { name: 'none', notice: { zh: '公式权重', en: 'Formula weights' } },
      source: { hub: 'local', model: shape.name, revision: 'formula' },
    } as const;
    const options = { description, precisions, graphs: { cutImageCodes: true } };
    const [source, writer] = [nodeFolder(checkpoint), nodeFolderWriter(folder)];
    const manifest = await convertCheckpoint(signal, source, writer, options, () => {});
    onProgress(`${shape.name}: exporting it plainly`);
    await writeBaselines(signal, source, writer, manifest);
    await rm(unfinished);
  } finally {
    await rm(checkpoint, { recursive: true, force: true });
  }
  return folder;
}
