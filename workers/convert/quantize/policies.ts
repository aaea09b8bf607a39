/** Which precision each weight of a model variant has. */
import { blockQuantized } from './block-quantized.ts';
import { float16Stored } from './float16.ts';
import { float32 } from './float32.ts';
import { int8 } from './int8.ts';
import { int8Stored } from './int8-stored.ts';
import type { Precision, PrecisionPolicy } from './precision.ts';

/** The precision of the first rule that matches the weight's name. */
function byName(rules: readonly (readonly [RegExp, Precision])[], otherwise: Precision): PrecisionPolicy {
  return (name) => rules.find(([pattern]) => pattern.test(name))?.[1] ?? otherwise;
}

/** Everything that is computed from positions alone: added to scores, never multiplied with another rounding error. */
const positionTables = /position|rel_pos_table/;

/** Three input channels: a hundredth of the ResNet's arithmetic, and every later layer reads its rounding errors. */
const firstConvolution = /^encoder\.embed_images\.conv1\./;

/**
 * The ResNet's first two stages: few weights, but activations so wide and uneven that eight bits for a whole tensor of them
 * cost captions (`bench/agreement.ts` on the nano model: 124 of 140 best captions stay in int8, 134 with these filters
 * computed in float32; no other part makes as much of a difference).
 */
const firstStages = /^encoder\.embed_images\.layer[12]\./;

/** Of the ResNet; its norms are folded into them. */
const filters = /^encoder\.embed_images\./;

/** Read at both ends of the decoder: its rounding errors reach the scores directly. */
const embeddings = /^embed_tokens\.|^decoder\.output_projection\./;

const q4 = byName(
  [
    [firstConvolution, float16Stored],
    [filters, int8Stored],
  ],
  blockQuantized,
);

/**
 * - `fp32`: as the checkpoint.
 * - `fp16`: half the bytes, computed in float32.
 * - `int8-weights`: matrices and filters stored as int8, computed in float32. For small models, whose speed and memory
 *   do not matter but whose every rounding error does.
 * - `int8`: also computed in int8, with activations quantized as they come. The fastest on a CPU and in WASM. The ResNet's
 *   first two stages are as in `int8-weights`.
 * - `q4`, `q4f16`: matrices in 4 bits (small ones in 8), filters stored as int8; computed in float32 and in float16. The
 *   smallest, for a GPU.
 */
export const policies = {
  fp32: () => float32,
  fp16: () => float16Stored,
  'int8-weights': byName(
    [
      [positionTables, float16Stored],
      [firstConvolution, float16Stored],
      [embeddings, float16Stored],
    ],
    int8Stored,
  ),
  int8: byName(
    [
      [positionTables, float16Stored],
      [firstConvolution, float16Stored],
      [firstStages, int8Stored],
    ],
    int8,
  ),
  q4,
  q4f16: q4,
} as const satisfies Record<string, PrecisionPolicy>;

export type PolicyName = keyof typeof policies;
