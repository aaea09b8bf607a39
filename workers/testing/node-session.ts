/** Runs graphs in Node straight from their definition, without a folder in between. */
import { InferenceSession } from 'onnxruntime-node';
import { externalFileParts, layOutExternalData } from '../convert/onnx/external-data.ts';
import type { GraphDefinition } from '../convert/onnx/graph-definition.ts';
import { writeModel } from '../convert/onnx/model-writer.ts';

/** A session of onnxruntime-node for `graph`; the weights are read from the checkpoint and handed over in memory. */
export async function createNodeSession(
  signal: AbortSignal,
  graph: GraphDefinition,
  options: InferenceSession.SessionOptions = {},
): Promise<InferenceSession> {
  const layout = layOutExternalData(graph);
  const externalData: { path: string; data: Uint8Array }[] = [];
  for (const file of layout.files) {
    const data = new Uint8Array(file.bytes);
    let offset = 0;
    for await (const part of externalFileParts(signal, file)) {
      data.set(part.bytes, offset);
      offset += part.bytes.length;
    }
    externalData.push({ path: file.path, data });
  }
  // Models of tests are small: waking a second thread takes longer than what it would do.
  return InferenceSession.create(await writeModel(signal, layout), {
    externalData,
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
    ...options,
  });
}
