import type { OfaArchitecture } from './architecture.ts';
import type { Value } from './graph-builder.ts';
import type { Layers } from './layers.ts';
import { dimensionOf, gather, takeFirst } from './operators.ts';
import type { PatchGrid } from './patch-grid.ts';
import type { CheckpointWeights, Weight } from './weights.ts';

/** Tables [S², d] for the patches of the largest grid, and [longest prompt, d]. */
interface EncoderPositions {
  readonly image: Weight;
  readonly text: Weight;
}

/** What the parts of the encoder graph are built from. */
export interface EncoderContext {
  readonly layers: Layers;
  readonly weights: CheckpointWeights;
  readonly architecture: OfaArchitecture;
  /** Raw position embeddings. */
  readonly rawPositions: EncoderPositions;
  /** The same after their LayerNorms. */
  readonly positions: EncoderPositions;
  /** The grid of the picture at hand. */
  readonly grid: PatchGrid;
  /** The prompt, int32 [P]. */
  readonly inputIds: Value;
}

/** The entries of the picture's patches in a table of the largest grid's, along `axis`. */
export function patchRows({ layers, grid }: EncoderContext, table: Value, axis: number): Value {
  return gather(layers.graph, table, grid.rows, axis);
}

/** The first P entries of a table of prompt positions, along `axis`. */
export function promptRows({ layers, inputIds }: EncoderContext, table: Value, axis: number): Value {
  return takeFirst(layers.graph, table, dimensionOf(layers.graph, inputIds, 0), axis);
}
