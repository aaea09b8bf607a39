/** Names and shapes of every tensor in an OFA checkpoint, in the order of the reference model's `state_dict()`. */
import { codePositions, imageBuckets, tokenBuckets } from './formula-buffers.ts';

/** The fields of `config.json` that decide names and shapes; a missing one has the reference's default. */
const defaults = {
  vocab_size: 59457,
  max_position_embeddings: 1024,
  encoder_layers: 4,
  encoder_ffn_dim: 2048,
  encoder_attention_heads: 8,
  decoder_layers: 4,
  decoder_ffn_dim: 2048,
  decoder_attention_heads: 8,
  d_model: 512,
  encoder_normalize_before: true,
  decoder_normalize_before: true,
  normformer: true,
  layernorm_embedding: true,
  patch_layernorm_embedding: true,
  resnet_type: 'resnet101' as keyof typeof stageDepths,
  token_bucket_size: 256,
  image_bucket_size: 42,
  add_type_embedding: true,
  share_decoder_input_output_embed: true,
  code_layernorm_embedding: true,
  code_image_size: 128,
  share_attn_bias: false,
  use_gamma_feature: false,
  exclude_mlp: true,
  temperature_init_value: null as number | null,
  mlp_dim: 512,
};

/** Contents of a `config.json`; fields that no name or shape depends on are ignored. */
export type FormulaConfig = Partial<typeof defaults>;

const stageDepths = {
  resnet18: [2, 2, 2],
  resnet34: [3, 4, 6],
  resnet50: [3, 4, 6],
  resnet101: [3, 4, 23],
  resnet152: [3, 8, 36],
} as const;

export type NamedTensor = { readonly name: string; readonly shape: readonly number[] } & (
  | { readonly kind: 'formula' }
  | { readonly kind: 'integers'; readonly make: () => Int32Array }
  | { readonly kind: 'tied'; readonly to: string }
);

/** `config` with the reference's defaults. */
export function completeConfig(config: FormulaConfig): typeof defaults {
  return { ...defaults, ...config };
}

/** A list of tensors that grows part by part, each part under a name prefix. */
class TensorList {
  readonly tensors: NamedTensor[] = [];

  add(name: string, ...shape: number[]): void {
    this.tensors.push({ kind: 'formula', name, shape });
  }

  integers(name: string, shape: readonly number[], make: () => Int32Array): void {
    this.tensors.push({ kind: 'integers', name, shape, make });
  }

  tied(name: string, shape: readonly number[], to: string): void {
    this.tensors.push({ kind: 'tied', name, shape, to });
  }

  norm(name: string, size: number): void {
    this.add(`${name}.weight`, size);
    this.add(`${name}.bias`, size);
  }

  linear(name: string, inputs: number, outputs: number): void {
    this.add(`${name}.weight`, outputs, inputs);
    this.add(`${name}.bias`, outputs);
  }

  convolution(name: string, inputs: number, outputs: number, kernel: number): void {
    this.add(`${name}.weight`, outputs, inputs, kernel, kernel);
  }

  batchNorm(name: string, size: number): void {
    this.norm(name, size);
    this.add(`${name}.running_mean`, size);
    this.add(`${name}.running_var`, size);
    this.integers(`${name}.num_batches_tracked`, [], () => new Int32Array(1));
  }
}

function addResnet(list: TensorList, prefix: string, depths: readonly number[]): void {
  list.convolution(`${prefix}conv1`, 3, 64, 7);
  list.batchNorm(`${prefix}bn1`, 64);
  let inputs = 64;
  depths.forEach((depth, stage) => {
    const planes = 64 << stage;
    for (let block = 0; block < depth; block++) {
      const name = `${prefix}layer${stage + 1}.${block}.`;
      list.convolution(`${name}conv1`, inputs, planes, 1);
      list.batchNorm(`${name}bn1`, planes);
      list.convolution(`${name}conv2`, planes, planes, 3);
      list.batchNorm(`${name}bn2`, planes);
      list.convolution(`${name}conv3`, planes, planes * 4, 1);
      list.batchNorm(`${name}bn3`, planes * 4);
      if (block === 0) {
        list.convolution(`${name}downsample.0`, inputs, planes * 4, 1);
        list.batchNorm(`${name}downsample.1`, planes * 4);
      }
      inputs = planes * 4;
    }
  });
}

function addAttention(list: TensorList, prefix: string, size: number, heads: number): void {
  list.add(`${prefix}c_attn`, heads);
  for (const projection of ['k_proj', 'v_proj', 'q_proj', 'out_proj']) {
    list.linear(prefix + projection, size, size);
  }
}

interface LayerShape {
  readonly size: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly cross: boolean;
  readonly gamma: boolean;
  readonly normformer: boolean;
}

function addLayer(list: TensorList, prefix: string, layer: LayerShape): void {
  const { size, heads, feedForward, cross, gamma, normformer } = layer;
  if (gamma) {
    list.add(`${prefix}weight_self_attn`, size);
    if (cross) list.add(`${prefix}weight_cross_attn`, size);
    list.add(`${prefix}weight_ffn`, size);
  }
  for (const attention of cross ? ['self_attn', 'cross_attn'] : ['self_attn']) {
    addAttention(list, `${prefix}${attention}.`, size, heads);
    list.norm(`${prefix}${attention}_layer_norm`, size);
    if (normformer) list.norm(`${prefix}${attention}_mid_layer_norm`, size);
  }
  list.linear(`${prefix}fc1`, size, feedForward);
  list.linear(`${prefix}fc2`, feedForward, size);
  if (normformer) list.norm(`${prefix}ffn_layer_norm`, feedForward);
  list.norm(`${prefix}final_layer_norm`, size);
}

function addIntegerBuffers(list: TensorList, prefix: string, c: typeof defaults, codes: boolean): void {
  const grid = c.image_bucket_size;
  const codeSide = Math.floor(c.code_image_size / 8);
  if (codes) {
    list.integers(`${prefix}image_position_idx`, [1 + codeSide * codeSide + 768], () =>
      codePositions(codeSide, grid),
    );
  }
  const side = grid * grid + 1;
  list.integers(`${prefix}image_rp_bucket`, [side, side], () => imageBuckets(grid));
  list.integers(`${prefix}token_rp_bucket`, [1024, 1024], () => tokenBuckets(c.token_bucket_size));
}

function addRelativeTables(
  list: TensorList,
  prefix: string,
  c: typeof defaults,
  side: 'encoder' | 'decoder',
) {
  const heads = c[`${side}_attention_heads`];
  const tables = c.share_attn_bias ? 1 : c[`${side}_layers`];
  for (let index = 0; index < tables; index++) {
    list.add(`${prefix}token_rel_pos_table_list.${index}.weight`, 2 * c.token_bucket_size - 1, heads);
  }
  for (let index = 0; index < tables; index++) {
    const rows = (2 * c.image_bucket_size - 1) ** 2 + 3;
    list.add(`${prefix}image_rel_pos_table_list.${index}.weight`, rows, heads);
  }
}

function addEncoder(list: TensorList, c: typeof defaults): void {
  const size = c.d_model;
  const e = 'encoder.';
  addIntegerBuffers(list, e, c, false);
  if (c.layernorm_embedding) list.norm(`${e}layernorm_embedding`, size);
  list.add(`${e}embed_tokens.weight`, c.vocab_size, size);
  if (c.add_type_embedding) list.add(`${e}type_embedding.weight`, 2, size);
  addResnet(list, `${e}embed_images.`, stageDepths[c.resnet_type]);
  list.linear(`${e}image_proj`, 1024, size);
  if (c.patch_layernorm_embedding) list.norm(`${e}patch_layernorm_embedding`, size);
  list.add(`${e}embed_positions.weight`, c.max_position_embeddings + 2, size);
  list.add(`${e}embed_image_positions.weight`, c.image_bucket_size ** 2 + 1, size);
  list.norm(`${e}pos_ln`, size);
  list.norm(`${e}image_pos_ln`, size);
  list.linear(`${e}pos_q_linear`, size, size);
  list.linear(`${e}pos_k_linear`, size, size);
  for (let index = 0; index < c.encoder_layers; index++) {
    addLayer(list, `${e}layers.${index}.`, {
      size,
      heads: c.encoder_attention_heads,
      feedForward: c.encoder_ffn_dim,
      cross: false,
      gamma: c.use_gamma_feature,
      normformer: c.normformer,
    });
  }
  if (c.encoder_normalize_before) list.norm(`${e}layer_norm`, size);
  addRelativeTables(list, e, c, 'encoder');
}

function addDecoder(list: TensorList, c: typeof defaults): void {
  const size = c.d_model;
  const e = 'decoder.';
  const embedding = [c.vocab_size, size];
  addIntegerBuffers(list, e, c, true);
  list.tied(`${e}embed_tokens.weight`, embedding, 'encoder.embed_tokens.weight');
  for (let index = 0; index < c.decoder_layers; index++) {
    addLayer(list, `${e}layers.${index}.`, {
      size,
      heads: c.decoder_attention_heads,
      feedForward: c.decoder_ffn_dim,
      cross: true,
      gamma: c.use_gamma_feature,
      normformer: c.normformer,
    });
  }
  if (c.layernorm_embedding) list.norm(`${e}layernorm_embedding`, size);
  list.add(`${e}embed_positions.weight`, c.max_position_embeddings + 2, size);
  list.add(`${e}embed_image_positions.weight`, c.image_bucket_size ** 2 + 1, size);
  list.norm(`${e}pos_ln`, size);
  list.norm(`${e}image_pos_ln`, size);
  for (const linear of [
    'self_pos_q_linear',
    'self_pos_k_linear',
    'cross_pos_q_linear',
    'cross_pos_k_linear',
  ]) {
    list.linear(e + linear, size, size);
  }
  if (c.code_layernorm_embedding) list.norm(`${e}code_layernorm_embedding`, size);
  if (c.decoder_normalize_before) list.norm(`${e}layer_norm`, size);
  if (c.share_decoder_input_output_embed) {
    list.tied(`${e}output_projection.weight`, embedding, 'encoder.embed_tokens.weight');
  } else {
    list.add(`${e}output_projection.weight`, ...embedding);
  }
  addRelativeTables(list, e, c, 'decoder');
}

/** Every tensor of the checkpoint that belongs to `config`, in the order in which the reference writes them. */
export function namedTensors(config: FormulaConfig): readonly NamedTensor[] {
  const complete = completeConfig(config);
  const list = new TensorList();
  if (complete.temperature_init_value !== null && complete.temperature_init_value !== 0) list.add('temp');
  addEncoder(list, complete);
  addDecoder(list, complete);
  if (!complete.exclude_mlp) list.linear('mlp_head', complete.d_model, complete.mlp_dim);
  return list.tensors;
}
