/**
 * The grid of patches that a picture has, s × s, in a graph whose tables are made for the largest grid, S × S. A smaller
 * picture takes the upper left of the large grid, as the reference does. Everything here is computed at run time, from
 * the side of what the ResNet gives: a handful of integers for each of the pairs that share them.
 */
import type { GraphBuilder, Value } from './graph-builder.ts';
import { add, castToInt32, dimensionOf, multiply, range, reshape, reshapeTo, subtract } from './operators.ts';

export interface PatchGrid {
  /** s, int64 [1]. */
  readonly side: Value;
  /** The row of every patch in tables of the largest grid, int32 [s²]. */
  readonly rows: Value;
  /**
   * Of [xQuery, yKey - yQuery, xKey] the row in a table of relative positions (`relativeImageTable`), int32
   * [s, 2 s - 1, s].
   */
  readonly relativeColumns: Value;
  /** Of [query, yKey] the place of [xQuery, yKey - yQuery], which hold all xKey together, int32 [s², s]. */
  readonly relativeRows: Value;
}

/** The grid of `features` [1, channels, s, s], where s is `largestSide` at most. */
export function patchGrid(graph: GraphBuilder, features: Value, largestSide: number): PatchGrid {
  const constant = (name: string, value: number): Value =>
    graph.int32(`patch_grid_${name}`, [], () => Int32Array.of(value));
  const zero = constant('zero', 0);
  const one = constant('one', 1);
  const largest = constant('side', largestSide);
  const largestSpan = constant('span', 2 * largestSide - 1);

  const side = dimensionOf(graph, features, 2);
  const count = reshape(graph, castToInt32(graph, side), []);
  const span = subtract(graph, add(graph, count, count), one);
  const places = range(graph, zero, count, one);
  const inRows = (dimensions: readonly number[]): Value => reshape(graph, places, dimensions);

  const rows = add(graph, multiply(graph, inRows([-1, 1]), largest), inRows([1, -1]));

  const yDifferences = add(graph, range(graph, zero, span, one), subtract(graph, largest, count));
  const tableRows = multiply(graph, reshape(graph, yDifferences, [1, -1, 1]), largestSpan);
  const xDifferences = add(
    graph,
    subtract(graph, inRows([1, 1, -1]), inRows([-1, 1, 1])),
    subtract(graph, largest, one),
  );

  const xQueries = multiply(graph, inRows([1, -1, 1]), span);
  const yOffsets = add(
    graph,
    subtract(graph, inRows([1, 1, -1]), inRows([-1, 1, 1])),
    subtract(graph, count, one),
  );
  return {
    side,
    rows: reshape(graph, rows, [-1]),
    relativeColumns: add(graph, tableRows, xDifferences),
    relativeRows: reshapeTo(graph, add(graph, xQueries, yOffsets), [-1, side]),
  };
}
