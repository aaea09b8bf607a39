/** What ONNX Runtime makes of a graph when it loads it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { GraphDefinition } from '../convert/onnx/graph-definition.ts';
import { createNodeSession } from './node-session.ts';

/** The values of the length-delimited field `number` of a protobuf message. */
function fieldsOf(message: Uint8Array, number: number): Uint8Array[] {
  const reader = new BinaryReader(message);
  const values: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === number && wireType === WireType.LengthDelimited) values.push(reader.bytes());
    else reader.skip(wireType, field);
  }
  return values;
}

/** How often each operator occurs in the graph after constant folding and fusion for the CPU. */
export async function optimizedOperators(
  signal: AbortSignal,
  graph: GraphDefinition,
): Promise<Readonly<Record<string, number>>> {
  const folder = await mkdtemp(join(tmpdir(), 'ofa-optimized-'));
  try {
    const optimizedModelFilePath = join(folder, 'model.onnx');
    const session = await createNodeSession(signal, graph, {
      optimizedModelFilePath,
      graphOptimizationLevel: 'extended',
    });
    await session.release();
    // ModelProto.graph, GraphProto.node, NodeProto.op_type
    const [graphMessage] = fieldsOf(await readFile(optimizedModelFilePath), 7);
    const counts: Record<string, number> = {};
    for (const node of fieldsOf(graphMessage, 1)) {
      const [operator] = fieldsOf(node, 4).map((text) => new TextDecoder().decode(text));
      counts[operator] = (counts[operator] ?? 0) + 1;
    }
    return counts;
  } finally {
    await rm(folder, { recursive: true });
  }
}
