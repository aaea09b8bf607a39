import type { FloatType } from '../onnx/graph-definition.ts';
import type { PrecisionPolicy } from '../quantize/precision.ts';
import type { OfaArchitecture } from './architecture.ts';

/** Rows at the end of the vocabulary that no caption uses: 8192 image codes `<code_i>`, 1000 locations `<bin_i>`. */
export const addedTokenCount = 9192;

/** What a caller decides about a pair of graphs; the same object builds the encoder and the decoder. */
export interface GraphOptions {
  readonly precision: PrecisionPolicy;
  /** What activations are computed in, and the type of the keys and values that go in and out. */
  readonly floatType: FloatType;
  /** Leaves the rows of image codes and location bins out of the embedding and the output projection. */
  readonly cutImageCodes: boolean;
  /** Longest prompt in tokens, bos and eos included; the position tables grow with it. */
  readonly promptPositions: number;
  /** Longest decoded sequence in tokens, bos included; tables grow with its square. */
  readonly targetPositions: number;
  /** Intermediate values of the encoder that become outputs; see `buildEncoder`. */
  readonly expose: ReadonlySet<string>;
}

/** The reference keeps 256 prompt tokens between bos and eos. */
export const defaultGraphOptions: Omit<GraphOptions, 'precision'> = {
  floatType: 'float32',
  cutImageCodes: false,
  promptPositions: 258,
  targetPositions: 256,
  expose: new Set(),
};

/** Rows of the embedding and columns of `logits` under `options`. */
export function vocabularyRows(
  { vocabularySize }: OfaArchitecture,
  { cutImageCodes }: Pick<GraphOptions, 'cutImageCodes'>,
): number {
  return cutImageCodes ? vocabularySize - addedTokenCount : vocabularySize;
}

/** Rows of the position tables, which cannot be more than the checkpoint has. */
export function positionCounts(
  { maxPositionEmbeddings }: OfaArchitecture,
  options: Pick<GraphOptions, 'promptPositions' | 'targetPositions'>,
): { readonly prompt: number; readonly target: number } {
  return {
    prompt: Math.min(options.promptPositions, maxPositionEmbeddings),
    target: Math.min(options.targetPositions, maxPositionEmbeddings),
  };
}
