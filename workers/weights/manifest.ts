/** Validates `model.json`. What passes can be used without further looking: sums agree, paths stay in the folder. */
import * as v from 'valibot';
import { OfaError } from '../protocol/errors.ts';
import { parseSetting, settingKeys, settingName } from '../protocol/generation-settings.ts';
import type { GenerationSettings } from '../protocol/generation.ts';
import { modelFormatVersion } from '../protocol/model-folder.ts';
import type { ModelFile, ModelGraph, ModelManifest, ModelVariant, Shard } from '../protocol/model-folder.ts';

const maxShardBytes = 16 * 1024 * 1024;
/** Side in pixels; OFA's are 224 to 480. Pictures are resized to it, whatever it is. */
const maxPatchImageSize = 4096;

/** Such a path means the same as a file's name and as the end of a URL, and cannot leave its folder. */
const pathPattern = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;

const path = v.pipe(v.string(), v.regex(pathPattern, 'must be a plain relative path'));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const positiveCount = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const text = v.pipe(v.string(), v.nonEmpty());
const bilingualText = v.object({ zh: v.string(), en: v.string() });
const rgb = v.tuple([
  v.pipe(v.number(), v.finite()),
  v.pipe(v.number(), v.finite()),
  v.pipe(v.number(), v.finite()),
]);

const shard = v.object({
  path,
  bytes: v.pipe(positiveCount, v.maxValue(maxShardBytes)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex')),
});

function sum(items: readonly { readonly bytes: number }[]): number {
  return items.reduce((total, { bytes }) => total + bytes, 0);
}

const file = v.pipe(
  v.object({ path, bytes: positiveCount, shards: v.pipe(v.array(shard), v.nonEmpty()) }),
  v.check(({ bytes, shards }) => bytes === sum(shards), 'must be as long as its shards'),
);

const graph = v.object({ model: file, externalData: v.array(file) });

function graphFiles({ model, externalData }: ModelGraph): readonly ModelFile[] {
  return [model, ...externalData];
}

/** A file that both graphs use counts once. */
function variantFiles(variant: Pick<ModelVariant, 'encoder' | 'decoder'>): readonly ModelFile[] {
  const files = [...graphFiles(variant.encoder), ...graphFiles(variant.decoder)];
  return [...new Map(files.map((item) => [item.path, item])).values()];
}

const variant = v.pipe(
  v.object({
    name: text,
    precision: text,
    backends: v.pipe(v.array(v.picklist(['wasm', 'webgpu'])), v.nonEmpty()),
    requires: v.optional(v.array(v.picklist(['shader-f16'])), []),
    bytes: positiveCount,
    vocabularyRows: positiveCount,
    targetPositions: positiveCount,
    encoder: graph,
    decoder: graph,
  }),
  v.check((value) => value.bytes === sum(variantFiles(value)), 'must be as long as its files'),
);

const generationSettings = v.pipe(
  v.record(v.string(), v.unknown()),
  v.rawTransform(({ dataset, addIssue, NEVER }): GenerationSettings => {
    const entries = settingKeys.map((key) => {
      try {
        return [key, parseSetting(key, dataset.value[key])];
      } catch (error) {
        const input: unknown = dataset.value[key];
        const at = { type: 'object', origin: 'value', input: dataset.value, key, value: input } as const;
        const message = error instanceof OfaError ? error.message : `${settingName(key)} is invalid`;
        addIssue({ message, input, path: [at] });
        return [key, NEVER];
      }
    });
    return Object.fromEntries(entries) as GenerationSettings;
  }),
);

const manifest = v.object({
  formatVersion: v.literal(modelFormatVersion),
  id: text,
  title: bilingualText,
  source: v.object({
    hub: v.picklist(['local', 'modelscope', 'huggingface']),
    model: v.string(),
    revision: v.string(),
    checkpointSha256: v.string(),
  }),
  licence: v.object({ name: v.string(), notice: bilingualText }),
  task: v.literal('image-captioning'),
  language: v.literal('zh'),
  architecture: v.object({
    resnetType: text,
    hiddenSize: positiveCount,
    encoderLayers: positiveCount,
    encoderAttentionHeads: positiveCount,
    decoderLayers: positiveCount,
    decoderAttentionHeads: positiveCount,
    vocabularySize: positiveCount,
    parameters: positiveCount,
  }),
  preprocessing: v.pipe(
    v.object({
      patchImageSize: v.pipe(positiveCount, v.maxValue(maxPatchImageSize)),
      fastImageSize: v.exactOptional(positiveCount),
      mean: rgb,
      std: v.pipe(
        rgb,
        v.check((values) => values.every((value) => value > 0), 'must be positive'),
      ),
    }),
    v.check(
      ({ patchImageSize, fastImageSize = 1 }) => fastImageSize <= patchImageSize,
      'fastImageSize must not be above patchImageSize',
    ),
  ),
  prompt: v.object({ text: v.string(), tokenIds: v.pipe(v.array(count), v.minLength(2)) }),
  generation: v.object({
    settings: generationSettings,
    returnSequences: positiveCount,
    answers: v.nullable(v.pipe(v.array(text), v.nonEmpty())),
    detokenize: v.boolean(),
  }),
  vocabulary: file,
  variants: v.pipe(
    v.array(variant),
    v.nonEmpty(),
    v.check(
      (items) => new Set(items.map(({ name }) => name)).size === items.length,
      'must have names of their own',
    ),
  ),
});

function invalid(field: string, reason: string): OfaError {
  return new OfaError('model-manifest-invalid', `model.json: ${field}: ${reason}`, { field });
}

function checkShards(value: ModelManifest): void {
  const known = new Map<string, Shard>();
  const files = [value.vocabulary, ...value.variants.flatMap((item) => variantFiles(item))];
  for (const item of files.flatMap(({ shards }) => shards)) {
    const other = known.get(item.path) ?? item;
    if (other.bytes !== item.bytes || other.sha256 !== item.sha256) {
      throw invalid(item.path, 'is described in two ways');
    }
    known.set(item.path, item);
  }
}

function checkVocabulary(value: ModelManifest): void {
  const { vocabularySize } = value.architecture;
  if (value.prompt.tokenIds.some((id) => id >= vocabularySize)) {
    throw invalid('prompt.tokenIds', 'has a token that the vocabulary lacks');
  }
  value.variants.forEach(({ vocabularyRows }, index) => {
    if (vocabularyRows > vocabularySize) {
      throw invalid(`variants.${index}.vocabularyRows`, 'exceeds the vocabulary');
    }
  });
}

/**
 * The manifest in `value`, the parsed JSON of a `model.json`; unknown fields are left out.
 * @throws OfaError `model-manifest-invalid` with the path of the bad field in `details.field`; `model-unsupported` for
 *   another format version.
 */
export function parseManifest(value: unknown): ModelManifest {
  const version =
    typeof value === 'object' && value !== null && 'formatVersion' in value && value.formatVersion;
  if (typeof version === 'number' && version !== modelFormatVersion) {
    const message = `model.json has format version ${version}; this program reads version ${modelFormatVersion}`;
    throw new OfaError('model-unsupported', message, { field: 'formatVersion' });
  }
  const result = v.safeParse(manifest, value, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    throw invalid(v.getDotPath(issue) ?? 'the whole file', issue.message);
  }
  checkShards(result.output);
  checkVocabulary(result.output);
  return result.output;
}
