/** The graphs of `q4` with plain matrices in place of its 4 and 8 bits: the same numbers by other operators. */
import type { Weight } from '../convert/graph/weights.ts';
import { derivedWeight } from '../convert/graph/weights.ts';
import { quantizedBlocks, blockSize, type Bits } from '../convert/quantize/block-quantization.ts';
import { bitsOf, blockQuantized } from '../convert/quantize/block-quantized.ts';
import { float16Stored } from '../convert/quantize/float16.ts';
import { float32 } from '../convert/quantize/float32.ts';
import { toFloat16, toFloat32 } from '../convert/quantize/half.ts';
import { policies } from '../convert/quantize/policies.ts';
import type { Precision, PrecisionPolicy } from '../convert/quantize/precision.ts';

const { signal } = new AbortController();

/** The values that the levels and scales of `weight` stand for. */
export function multipliedOutWeight(weight: Weight, bits: Bits): Weight {
  return {
    ...weight,
    read: async () => {
      const blocks = quantizedBlocks(weight, bits);
      const levels = await blocks.levels(signal);
      const scales = toFloat32(await blocks.scales(signal));
      const perByte = 8 / bits;
      return Float32Array.from({ length: scales.length * blockSize }, (_, index) => {
        const byte = levels[Math.floor(index / perByte)];
        const level = Math.floor(byte / 2 ** (bits * (index % perByte))) % 2 ** bits;
        return (level - 2 ** (bits - 1)) * scales[Math.floor(index / blockSize)];
      });
    },
  };
}

function throughHalves(weight: Weight): Weight {
  return derivedWeight(weight.name, weight.shape, [weight], (values) => toFloat32(toFloat16(values)));
}

const multipliedOut: Precision = {
  ...float16Stored,
  linear: (graph, x, { weight, bias }) =>
    float32.linear(graph, x, {
      weight: multipliedOutWeight(weight, bitsOf(weight)),
      ...(bias === undefined ? {} : { bias: throughHalves(bias) }),
    }),
  embedding: (graph, table, ids) => float32.embedding(graph, multipliedOutWeight(table, bitsOf(table)), ids),
};

export const multipliedOutQ4: PrecisionPolicy = (name) => {
  const precision = policies.q4(name);
  return precision === blockQuantized ? multipliedOut : precision;
};
