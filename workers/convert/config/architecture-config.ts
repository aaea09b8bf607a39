/** `config.json` → what the graphs are built from (reference/README.md, section 4). */
import { patchGridSide, resnetStageDepths } from '../graph/architecture.ts';
import type { ActivationFunction, OfaArchitecture, ResnetType } from '../graph/architecture.ts';
import type { JsonFields } from './json-fields.ts';

/** The reference's names for activation functions; `gelu_python` is the exact form as well. */
const activationFunctions: Readonly<Record<string, ActivationFunction>> = {
  gelu: 'gelu',
  gelu_python: 'gelu',
  gelu_new: 'gelu_new',
  relu: 'relu',
};

/** Keeps a damaged file from asking for a graph of a million layers; the largest OFA has 24 and width 1280. */
const mostLayers = 128;
const widest = 65_536;
/** The reference's buckets of relative text positions cover this many tokens, whatever the other fields say. */
const mostPositions = 1024;

const resnetTypes = Object.keys(resnetStageDepths) as ResnetType[];

function readActivation(config: JsonFields): ActivationFunction {
  const name = config.text('activation_function', 'gelu');
  if (!Object.hasOwn(activationFunctions, name)) {
    const known = Object.keys(activationFunctions).join(', ');
    throw config.unsupported('activation_function', `is ${name}; only ${known} can be converted`);
  }
  return activationFunctions[name];
}

/** Refuses what makes a network of another kind. */
function checkKind(config: JsonFields): void {
  config.choice('model_type', ['ofa'], 'ofa');
  if (config.boolean('use_ofasys', false)) {
    throw config.unsupported('use_ofasys', 'makes a network with a ViT, which cannot be converted');
  }
  if (!config.boolean('use_image_feature', true)) {
    throw config.unsupported('use_image_feature', 'is false: this model sees no pictures');
  }
}

function checkSizes(config: JsonFields, architecture: OfaArchitecture): void {
  const { dModel, encoderAttentionHeads, decoderAttentionHeads, imageBucketSize } = architecture;
  if (dModel % encoderAttentionHeads !== 0) {
    throw config.invalid('encoder_attention_heads', `must divide d_model, ${dModel}`);
  }
  if (dModel % decoderAttentionHeads !== 0) {
    throw config.invalid('decoder_attention_heads', `must divide d_model, ${dModel}`);
  }
  const side = patchGridSide(architecture);
  if (side > imageBucketSize) {
    const reason = `is ${imageBucketSize}: too small for pictures of ${side} patches a side`;
    throw config.invalid('image_bucket_size', reason);
  }
}

/**
 * The architecture in `config`, with the reference's defaults.
 * @param patchImageSize from `configuration.json`, in pixels.
 * @throws OfaError `config-invalid`, `model-unsupported`, both with the field in `details`.
 */
export function readArchitecture(config: JsonFields, patchImageSize: number): OfaArchitecture {
  checkKind(config);
  const size = (name: string, fallback: number) =>
    config.integer(name, fallback, { minimum: 1, maximum: widest });
  const layers = (name: string) => config.integer(name, 4, { minimum: 1, maximum: mostLayers });
  const architecture: OfaArchitecture = {
    vocabularySize: config.integer('vocab_size', 59457, { minimum: 1, maximum: 10_000_000 }),
    dModel: size('d_model', 512),
    encoderLayers: layers('encoder_layers'),
    decoderLayers: layers('decoder_layers'),
    encoderAttentionHeads: size('encoder_attention_heads', 8),
    decoderAttentionHeads: size('decoder_attention_heads', 8),
    encoderFfnDim: size('encoder_ffn_dim', 2048),
    decoderFfnDim: size('decoder_ffn_dim', 2048),
    activationFunction: readActivation(config),
    encoderNormalizeBefore: config.boolean('encoder_normalize_before', true),
    decoderNormalizeBefore: config.boolean('decoder_normalize_before', true),
    normformer: config.boolean('normformer', true),
    layernormEmbedding: config.boolean('layernorm_embedding', true),
    patchLayernormEmbedding: config.boolean('patch_layernorm_embedding', true),
    addTypeEmbedding: config.boolean('add_type_embedding', true),
    scaleEmbedding: config.boolean('scale_embedding', false),
    attnScaleFactor: config.number('attn_scale_factor', 2, { minimum: Number.MIN_VALUE }),
    maxPositionEmbeddings: config.integer('max_position_embeddings', 1024, { minimum: 2, maximum: widest }),
    tokenBucketSize: config.integer('token_bucket_size', 256, { minimum: 2, maximum: mostPositions }),
    imageBucketSize: config.integer('image_bucket_size', 42, { minimum: 1, maximum: 256 }),
    shareAttnBias: config.boolean('share_attn_bias', false),
    shareDecoderInputOutputEmbed: config.boolean('share_decoder_input_output_embed', true),
    entanglePositionEmbedding: config.boolean('entangle_position_embedding', false),
    disableEntangle: config.boolean('disable_entangle', false),
    useGammaFeature: config.boolean('use_gamma_feature', false),
    resnetType: config.choice('resnet_type', resnetTypes, 'resnet101'),
    interpolatePosition: config.boolean('interpolate_position', false),
    origPatchImageSize: config.integer('orig_patch_image_size', 224, { minimum: 16, maximum: widest }),
    patchImageSize,
  };
  checkSizes(config, architecture);
  return architecture;
}

/** Tokens that a sequence can have at most: positions are counted, and their relative buckets end at 1024. */
export function longestSequence({ maxPositionEmbeddings }: OfaArchitecture): number {
  return Math.min(maxPositionEmbeddings, mostPositions);
}
