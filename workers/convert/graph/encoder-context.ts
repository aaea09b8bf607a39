import type { OfaArchitecture } from './architecture.ts';
import type { Value } from './graph-builder.ts';
import type { Layers } from './layers.ts';
import { firstDimension, takeFirst } from './operators.ts';
import type { CheckpointWeights, Weight } from './weights.ts';

/** Tables [h · w, d] and [longest prompt, d]. */
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
  /** The prompt, int32 [P]. */
  readonly inputIds: Value;
}

/** The first P entries of a table of prompt positions, along `axis`. */
export function promptRows({ layers, inputIds }: EncoderContext, table: Value, axis: number): Value {
  return takeFirst(layers.graph, table, firstDimension(layers.graph, inputIds), axis);
}
