/**
 * An ONNX graph before its weights are known: structure now, bytes when the file is written. So a 2 GB checkpoint
 * passes through one tensor at a time.
 */
export type OnnxDataType = 'float32' | 'float16' | 'int8' | 'uint8' | 'int32' | 'int64' | 'bool';

/** What activations can be computed in. */
export type FloatType = 'float32' | 'float16';

export type AttributeValue =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] };

export interface OnnxNode {
  readonly operator: string;
  /** '' for the standard operators, else e.g. `com.microsoft`. */
  readonly domain: string;
  readonly name: string;
  /** '' for an absent optional input. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** A named dimension (string) is free at run time. */
export interface ValueInfo {
  readonly name: string;
  readonly dataType: OnnxDataType;
  readonly dimensions: readonly (number | string)[];
}

export interface Initializer {
  readonly name: string;
  readonly dataType: OnnxDataType;
  readonly dimensions: readonly number[];
  /**
   * Name of a file that this tensor has for itself: tensors of one name have the same bytes in every graph of the
   * model, so the file is written and downloaded once. Absent for tensors of one graph only.
   */
  readonly sharedFile?: string | undefined;
  /** Little-endian, row-major; its length is known from type and dimensions before it is read. Called once. */
  read(signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

export interface GraphDefinition {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly OnnxNode[];
  /** In the order in which they are best read from the checkpoint. */
  readonly initializers: readonly Initializer[];
  /** Versions by operator domain, e.g. `{ '': 21, 'com.microsoft': 1 }`. */
  readonly operatorSets: Readonly<Record<string, number>>;
}
