/** A checkpoint's tensors by name, read one at a time: opening a checkpoint reads no weights. */
export type TensorDataType =
  'float32' | 'float16' | 'bfloat16' | 'float64' | 'int64' | 'int32' | 'uint8' | 'bool';

export interface TensorEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dataType: TensorDataType;
  /** Equal for tensors that share one storage and the same view of it (tied weights). */
  readonly identity: string;
  /**
   * The values in row-major order whatever the strides, floats widened to float32.
   * @throws OfaError `checkpoint-damaged` where the file is too short, `checkpoint-unsupported` for an integer tensor
   *   whose values float32 cannot hold.
   */
  read(signal: AbortSignal): Promise<Float32Array<ArrayBuffer>>;
}

export interface StateDict {
  /** In the order of the file, names as the reference model has them (prefix `model.` removed, gamma/beta renamed). */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}
