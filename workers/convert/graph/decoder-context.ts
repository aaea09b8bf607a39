import { graphNames } from '../../protocol/graph-names.ts';
import type { OfaArchitecture } from './architecture.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import type { Layers } from './layers.ts';
import { firstEntry } from './operators.ts';
import type { LayerShape } from './transformer-layer.ts';
import type { CheckpointWeights, Weight } from './weights.ts';

/** What a layer reads of earlier steps and of the encoder. */
export interface LayerInputs {
  readonly index: number;
  readonly pastKey: Value;
  readonly pastValue: Value;
  readonly crossKey: Value;
  readonly crossValue: Value;
}

interface DecoderInputs {
  readonly inputIds: Value;
  readonly beamIndices: Value;
  readonly keyDistances: Value;
  /** How many tokens lie before this one, int32 [1]. */
  readonly position: Value;
  readonly crossPositionKey: Value;
  readonly layers: readonly LayerInputs[];
}

/** What the parts of the decoder graph are built from; B rows, T past tokens, H heads of width D, L source length. */
export interface DecoderContext {
  readonly layers: Layers;
  readonly weights: CheckpointWeights;
  readonly architecture: OfaArchitecture;
  readonly shape: LayerShape;
  /** Width D of a head. */
  readonly headWidth: number;
  /** Raw position embeddings [targetPositions, d]. */
  readonly positions: Weight;
  readonly inputs: DecoderInputs;
}

/** Declares the inputs of the decoder graph. */
export function addInputs(graph: GraphBuilder, architecture: OfaArchitecture): DecoderInputs {
  const { dModel, decoderAttentionHeads: heads, decoderLayers } = architecture;
  const width = dModel / heads;
  const inputIds = graph.input(graphNames.inputIds, 'int32', ['rows']);
  const beamIndices = graph.input(graphNames.beamIndices, 'int32', ['rows']);
  const keyDistances = graph.input(graphNames.keyDistances, 'int32', ['length']);
  const past = ['past_rows', heads, 'past', width];
  return {
    inputIds,
    beamIndices,
    keyDistances,
    position: firstEntry(graph, keyDistances),
    crossPositionKey: graph.input(graphNames.crossPositionKey, graph.floatType, [
      1,
      heads,
      width,
      'sequence',
    ]),
    layers: Array.from({ length: decoderLayers }, (_, index) => ({
      index,
      pastKey: graph.input(graphNames.pastKey(index), graph.floatType, past),
      pastValue: graph.input(graphNames.pastValue(index), graph.floatType, past),
      crossKey: graph.input(graphNames.crossKey(index), graph.floatType, [1, heads, width, 'sequence']),
      crossValue: graph.input(graphNames.crossValue(index), graph.floatType, [1, heads, 'sequence', width]),
    })),
  };
}
