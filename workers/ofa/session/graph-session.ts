import type { ModelFolder, ModelGraph } from '../../protocol/model-folder.ts';
import type { OnnxRuntime, OnnxSession } from './onnx-runtime.ts';

/**
 * Reads a graph with its weights and makes a session of it. The bytes are held only while the session is made.
 *
 * @throws what `folder.read` throws, and OfaError `backend-failed` or `out-of-memory`
 */
export async function createGraphSession(
  signal: AbortSignal,
  runtime: OnnxRuntime,
  folder: ModelFolder,
  graph: ModelGraph,
  residentOutputs: readonly string[],
): Promise<OnnxSession> {
  const model = await folder.read(signal, graph.model);
  const externalData = [];
  for (const file of graph.externalData) {
    externalData.push({ path: file.path, data: await folder.read(signal, file) });
  }
  signal.throwIfAborted();
  return runtime.createSession({ model, externalData, residentOutputs });
}
