/** Which precision each weight of a model variant has. */
import { float16Stored } from './float16.ts';
import { float32 } from './float32.ts';
import { int8 } from './int8.ts';
import type { Precision, PrecisionPolicy } from './precision.ts';

/** The precision of the first rule that matches the weight's name. */
function byName(rules: readonly (readonly [RegExp, Precision])[], otherwise: Precision): PrecisionPolicy {
  return (name) => rules.find(([pattern]) => pattern.test(name))?.[1] ?? otherwise;
}

/** Everything that is computed from positions alone: added to scores, never multiplied with another rounding error. */
const positionTables = /position|rel_pos_table/;

/** Three input channels: a hundredth of the ResNet's arithmetic, and every later layer reads its rounding errors. */
const firstConvolution = /^encoder\.embed_images\.conv1\./;

export const policies = {
  fp32: () => float32,
  int8: byName(
    [
      [positionTables, float16Stored],
      [firstConvolution, float16Stored],
    ],
    int8,
  ),
} as const satisfies Record<string, PrecisionPolicy>;

export type PolicyName = keyof typeof policies;
