/** Runs the plain export behind the product's own two graphs: the same search, tokenizer and timing measure both. */
import type { Tensor } from 'onnxruntime-web/wasm';
import type { Feeds, OnnxRuntime, OnnxSession } from '../../ofa/session/onnx-runtime.ts';
import { graphNames } from '../../protocol/graph-names.ts';
import { plainNames } from './plain-names.ts';
import { repeatRows } from './repeat-rows.ts';

/** Sessions of plain graphs that take and give what `protocol/graph-names.ts` says; their cache is empty tensors. */
export function plainRuntime(runtime: OnnxRuntime): OnnxRuntime {
  return {
    ...runtime,
    createSession: async (request) => {
      const session = await runtime.createSession({ ...request, residentOutputs: [] });
      return plainSession(runtime, session, request.residentOutputs);
    },
  };
}

function plainSession(
  { Tensor: TensorOf }: OnnxRuntime,
  session: OnnxSession,
  cacheNames: readonly string[],
): OnnxSession {
  let prefixes: readonly (readonly number[])[] = [];
  let source: Feeds = {};

  const emptyCache = (): Feeds =>
    Object.fromEntries(cacheNames.map((name) => [name, new TensorOf('float32', new Float32Array(0), [0])]));

  const expandedSource = (feeds: Feeds, rows: number): Feeds => {
    const expanded = (name: string): Tensor => {
      const { data, dims } = feeds[name];
      return repeatRows(TensorOf, new TensorOf('float32', data as Float32Array, [1, ...dims]), rows);
    };
    return {
      [plainNames.encoderHiddenStates]: expanded(plainNames.lastHiddenState),
      [plainNames.encoderPositionEmbedding]: expanded(plainNames.positionEmbedding),
    };
  };

  const lastLogits = (logits: Tensor): Tensor => {
    const [rows, length, columns] = logits.dims;
    const values = logits.data as Float32Array;
    const last = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row += 1) {
      const start = (row * length + length - 1) * columns;
      last.set(values.subarray(start, start + columns), row * columns);
    }
    return new TensorOf('float32', last, [rows, columns]);
  };

  const step = async (feeds: Feeds): Promise<Feeds> => {
    const tokens = feeds[graphNames.inputIds].data as Int32Array;
    const beamIndices = feeds[graphNames.beamIndices].data as Int32Array;
    const length = feeds[graphNames.keyDistances].dims[0];
    const rows = tokens.length;
    const before = length === 1 ? [[]] : prefixes;
    prefixes = Array.from(tokens, (token, row) => [...before[beamIndices[row]], token]);
    if (length === 1 || source[plainNames.encoderHiddenStates]?.dims[0] !== rows) {
      source = expandedSource(feeds, rows);
    }
    const ids = new TensorOf('int32', Int32Array.from(prefixes.flat()), [rows, length]);
    const outputs = await session.run({ [plainNames.decoderInputIds]: ids, ...source });
    return { [graphNames.logits]: lastLogits(outputs[plainNames.logits]), ...emptyCache() };
  };

  return {
    run: (feeds) => (graphNames.pixelValues in feeds ? session.run(feeds) : step(feeds)),
    release: () => session.release(),
  };
}
