/** Dense row-major matrices in float64 and the plain arithmetic of a Transformer on them. */

/** Weights are read from float32; what is computed is float64. */
export type Numbers = Float64Array | Float32Array;

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row-major, `rows * columns` values. */
  readonly data: Float64Array;
}

export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, data: new Float64Array(rows * columns) };
}

/** A new matrix whose element is `f` of the element of `x`. */
export function map(x: Matrix, f: (value: number) => number): Matrix {
  return { rows: x.rows, columns: x.columns, data: x.data.map(f) };
}

/** `a + b`, equal shapes. */
export function add(a: Matrix, b: Matrix): Matrix {
  return { rows: a.rows, columns: a.columns, data: a.data.map((value, i) => value + b.data[i]) };
}

/** `row` [columns] added to every row of `x`. */
export function addRow(x: Matrix, row: Numbers): Matrix {
  return { rows: x.rows, columns: x.columns, data: x.data.map((value, i) => value + row[i % x.columns]) };
}

/** Every row of `x` multiplied element by element by `row` [columns]. */
export function multiplyRow(x: Matrix, row: Numbers): Matrix {
  return { rows: x.rows, columns: x.columns, data: x.data.map((value, i) => value * row[i % x.columns]) };
}

/** The rows of `top`, then those of `bottom`. */
export function concatRows(top: Matrix, bottom: Matrix): Matrix {
  const data = new Float64Array(top.data.length + bottom.data.length);
  data.set(top.data);
  data.set(bottom.data, top.data.length);
  return { rows: top.rows + bottom.rows, columns: top.columns, data };
}

/** Rows of `table` [n, columns] by index, as an embedding looks them up. */
export function gatherRows(table: Numbers, columns: number, indices: readonly number[]): Matrix {
  const result = zeros(indices.length, columns);
  indices.forEach((index, row) => {
    result.data.set(table.subarray(index * columns, (index + 1) * columns), row * columns);
  });
  return result;
}

/** `x · weightᵀ + bias`: x [n, in], weight [out, in], bias [out] or absent. */
export function linear(x: Matrix, weight: Numbers, bias?: Numbers): Matrix {
  const width = x.columns;
  const result = zeros(x.rows, weight.length / width);
  for (let row = 0; row < x.rows; row++) {
    for (let column = 0; column < result.columns; column++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += x.data[row * width + k] * weight[column * width + k];
      result.data[row * result.columns + column] = sum + (bias === undefined ? 0 : bias[column]);
    }
  }
  return result;
}

/** Normalises each row to mean 0 and variance 1 (eps 1e-5), then applies `weight` and `bias` [columns]. */
export function layerNorm(x: Matrix, weight: Numbers, bias: Numbers): Matrix {
  const result = zeros(x.rows, x.columns);
  for (let row = 0; row < x.rows; row++) {
    const values = x.data.subarray(row * x.columns, (row + 1) * x.columns);
    const mean = values.reduce((sum, value) => sum + value, 0) / x.columns;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.columns;
    const scale = 1 / Math.sqrt(variance + 1e-5);
    for (let column = 0; column < x.columns; column++) {
      result.data[row * x.columns + column] = (values[column] - mean) * scale * weight[column] + bias[column];
    }
  }
  return result;
}

/** Largest absolute difference of two equally long lists; NaN anywhere makes it infinite. */
export function maxAbsoluteDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) {
    throw new Error(`${actual.length} values cannot be compared with ${expected.length}`);
  }
  let largest = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    if (Number.isNaN(difference)) return Infinity;
    largest = Math.max(largest, difference);
  }
  return largest;
}
