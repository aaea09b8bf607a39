import type { StateDict } from '../../convert/checkpoint/state-dict.ts';
import type { OfaArchitecture } from '../../convert/graph/architecture.ts';
import { buildEncoder } from '../../convert/graph/encoder.ts';
import { defaultGraphOptions } from '../../convert/graph/options.ts';
import type { GraphDefinition } from '../../convert/onnx/graph-definition.ts';
import { float32 } from '../../convert/quantize/float32.ts';
import { plainNames } from './plain-names.ts';
import { onlyOutputs } from './prune-graph.ts';

/** The encoder up to its last hidden state, in float32; the decoder's keys and values are left to the decoder. */
export async function buildPlainEncoder(
  signal: AbortSignal,
  architecture: OfaArchitecture,
  stateDict: StateDict,
): Promise<GraphDefinition> {
  const outputs = new Set([plainNames.lastHiddenState, plainNames.positionEmbedding]);
  const options = { ...defaultGraphOptions, precision: () => float32, expose: outputs };
  return onlyOutputs(await buildEncoder(signal, architecture, stateDict, options), outputs);
}
