/**
 * Matrices as 4 or 8 bits with one scale for every 32 values, multiplied out by the product itself: MatMulNBits, which
 * WebGPU has a fast kernel for. WASM would multiply them out anew in every run, 6 to 7 times slower than an int8
 * product, and has no GatherBlockQuantized.
 */
import { int } from '../graph/graph-builder.ts';
import type { GraphBuilder, Value } from '../graph/graph-builder.ts';
import { asComputed, reshape } from '../graph/operators.ts';
import type { Weight } from '../graph/weights.ts';
import { blockSize, quantizedBlocks } from './block-quantization.ts';
import type { Bits } from './block-quantization.ts';
import { float16Stored } from './float16.ts';
import type { Precision } from './precision.ts';

/**
 * Matrices with a smaller side are kept in 8 bits: they belong to small models, which have too little to spare for the
 * rounding errors of 4 bits (`bench/agreement.ts`: the nano model keeps 59 % of its best captions in 4 bits, 94 % in 8),
 * and few bytes.
 */
const leastSideFor4Bits = 512;

/** How many bits the values of a matrix get. */
export function bitsOf({ shape }: Weight): Bits {
  return Math.min(...shape) < leastSideFor4Bits ? 8 : 4;
}

interface Blocks {
  readonly bits: Bits;
  /** uint8 [rows, row blocks, 4 · bits] */
  readonly levels: Value;
  /** [rows, row blocks] */
  readonly scales: Value;
}

function blocksOf(graph: GraphBuilder, weight: Weight): Blocks {
  const [rows, width] = weight.shape;
  const bits = bitsOf(weight);
  const blocks = quantizedBlocks(weight, bits);
  const dimensions = [rows, width / blockSize];
  const levels = graph.initializer({
    name: `${weight.name}.uint${bits}`,
    dataType: 'uint8',
    dimensions: [...dimensions, (blockSize * bits) / 8],
    sharedFile: weight.sharedFile,
    read: async (signal) => blocks.levels(signal),
  });
  const scales = graph.initializer({
    name: `${weight.name}.scale`,
    dataType: 'float16',
    dimensions,
    sharedFile: weight.sharedFile === undefined ? undefined : `${weight.sharedFile}.scale`,
    read: async (signal) => new Uint8Array((await blocks.scales(signal)).buffer),
  });
  return { bits, levels, scales: asComputed(graph, scales, 'float16') };
}

/** Whether every row of a weight is whole blocks. */
function hasWholeBlocks({ shape }: Weight): boolean {
  return shape[1] % blockSize === 0;
}

/** Matrices in 4 or 8 bits; everything else, and a matrix whose rows are no whole blocks, as float16. */
export const blockQuantized: Precision = {
  ...float16Stored,

  linear: (graph, x, linear) => {
    const { weight, bias } = linear;
    if (!hasWholeBlocks(weight)) return float16Stored.linear(graph, x, linear);
    const { bits, levels, scales } = blocksOf(graph, weight);
    const addend = bias === undefined ? undefined : float16Stored.constant(graph, bias);
    const [outputs, inputs] = weight.shape;
    return graph.node(
      'MatMulNBits',
      [x, levels, scales, undefined, undefined, addend],
      { K: int(inputs), N: int(outputs), bits: int(bits), block_size: int(blockSize) },
      'com.microsoft',
    );
  },

  embedding: (graph, table, ids) => {
    if (!hasWholeBlocks(table)) return float16Stored.embedding(graph, table, ids);
    const { bits, levels, scales } = blocksOf(graph, table);
    const [rows, width] = table.shape;
    return graph.node(
      'GatherBlockQuantized',
      [reshape(graph, levels, [rows, (width * bits) / 8]), ids, scales],
      { bits: int(bits), block_size: int(blockSize), gather_axis: int(0), quantize_axis: int(1) },
      'com.microsoft',
    );
  },
};
