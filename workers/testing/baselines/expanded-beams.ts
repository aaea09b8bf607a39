/** The product's decoder step with the encoder's keys and values once per beam, as generators expand them. */
import type { GraphDefinition } from '../../convert/onnx/graph-definition.ts';
import type { Feeds, OnnxRuntime, OnnxSession } from '../../ofa/session/onnx-runtime.ts';
import { graphNames } from '../../protocol/graph-names.ts';
import { repeatRows } from './repeat-rows.ts';

const crossInput = /^cross_(key|value)_\d+$/;

/** `decoder` (of `buildDecoder`) with `cross_key_i` [B, H, D, L] and `cross_value_i` [B, H, L, D]. */
export function withExpandedBeams(decoder: GraphDefinition): GraphDefinition {
  const heads = decoder.inputs.find(({ name }) => name === graphNames.crossKey(0))?.dimensions[1];
  const width = decoder.inputs.find(({ name }) => name === graphNames.crossKey(0))?.dimensions[2];
  const asRows = BigInt64Array.of(-1n, 1n, BigInt(heads ?? 0), BigInt(width ?? 0));
  return {
    ...decoder,
    inputs: decoder.inputs.map((input) =>
      crossInput.test(input.name) ? { ...input, dimensions: ['rows', ...input.dimensions.slice(1)] } : input,
    ),
    // The query of all beams as rows of one attention becomes one query per beam.
    initializers: decoder.initializers.map((initializer) =>
      initializer.name === `int64_1_-1_${heads}_${width}`
        ? { ...initializer, read: async () => Promise.resolve(new Uint8Array(asRows.buffer)) }
        : initializer,
    ),
  };
}

/** Feeds graphs of `withExpandedBeams` what they want; a picture's keys and values are repeated once, not at each step. */
export function expandedBeamsRuntime(runtime: OnnxRuntime): OnnxRuntime {
  return {
    ...runtime,
    createSession: async (request) => expanding(runtime, await runtime.createSession(request)),
  };
}

function expanding(runtime: OnnxRuntime, session: OnnxSession): OnnxSession {
  let picture: Feeds[string] | undefined;
  let expanded: Feeds = {};
  const expand = (feeds: Feeds, rows: number): Feeds => {
    const crossEntries = Object.entries(feeds).filter(([name]) => crossInput.test(name));
    return Object.fromEntries(
      crossEntries.map(([name, tensor]) => [name, repeatRows(runtime.Tensor, tensor, rows)]),
    );
  };
  return {
    run: async (feeds) => {
      const rows = feeds[graphNames.beamIndices]?.dims[0] ?? 1;
      if (rows === 1) return session.run(feeds);
      const key = feeds[graphNames.crossKey(0)];
      if (key !== picture || expanded[graphNames.crossKey(0)]?.dims[0] !== rows) {
        picture = key;
        expanded = expand(feeds, rows);
      }
      return session.run({ ...feeds, ...expanded });
    },
    release: () => session.release(),
  };
}
