import type { Tensor, TensorConstructor } from 'onnxruntime-web/wasm';

/** A float32 tensor [1, …] as [rows, …], each row a copy, as beams are expanded. */
export function repeatRows(TensorOf: TensorConstructor, tensor: Tensor, rows: number): Tensor {
  const values = tensor.data as Float32Array;
  const repeated = new Float32Array(rows * values.length);
  for (let row = 0; row < rows; row += 1) repeated.set(values, row * values.length);
  return new TensorOf('float32', repeated, [rows, ...tensor.dims.slice(1)]);
}
