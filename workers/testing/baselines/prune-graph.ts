import type { GraphDefinition } from '../../convert/onnx/graph-definition.ts';

/** The part of `graph` that computes the outputs `names`: other outputs, and what only they need, are left out. */
export function onlyOutputs(graph: GraphDefinition, names: ReadonlySet<string>): GraphDefinition {
  const needed = new Set(names);
  // Nodes come in an order in which each follows those that it reads.
  const nodes = graph.nodes
    .toReversed()
    .filter(({ inputs, outputs }) => {
      if (!outputs.some((output) => needed.has(output))) return false;
      for (const input of inputs) needed.add(input);
      return true;
    })
    .toReversed();
  return {
    ...graph,
    nodes,
    outputs: graph.outputs.filter(({ name }) => names.has(name)),
    initializers: graph.initializers.filter(({ name }) => needed.has(name)),
  };
}
