/** Collects the nodes of an ONNX graph. Values are handles; names are made here and tell the place in the model. */
import { OfaError } from '../../protocol/errors.ts';
import { dataTypeCodes } from '../onnx/data-type.ts';
import { floatBytes } from '../quantize/half.ts';
import type {
  FloatType,
  AttributeValue,
  GraphDefinition,
  Initializer,
  OnnxDataType,
  OnnxNode,
  ValueInfo,
} from '../onnx/graph-definition.ts';

/** One tensor in the graph: an input, an initializer or the output of a node. */
export interface Value {
  readonly name: string;
}

const operatorSets = { '': 21, 'com.microsoft': 1 } as const;

export type Attributes = Readonly<Record<string, AttributeValue>>;

export const int = (value: number): AttributeValue => ({ kind: 'int', value });
export const ints = (value: readonly number[]): AttributeValue => ({ kind: 'ints', value });
export const float = (value: number): AttributeValue => ({ kind: 'float', value });
export const text = (value: string): AttributeValue => ({ kind: 'string', value });

export class GraphBuilder {
  readonly #name: string;
  readonly #exposable: ReadonlySet<string>;
  readonly #inputs: ValueInfo[] = [];
  readonly #outputs: ValueInfo[] = [];
  readonly #nodes: OnnxNode[] = [];
  readonly #initializers = new Map<string, Initializer>();
  readonly #nameCounts = new Map<string, number>();
  /** Values that a graph output has renamed: from the name made here to the output's. */
  readonly #outputNames = new Map<string, string>();
  #scope = '';
  #floatType: FloatType;

  /**
   * `exposable`: names of values that `expose` makes outputs of the graph. `floatType`: what is computed in outside of
   * `computedIn`.
   */
  constructor(name: string, exposable: ReadonlySet<string> = new Set(), floatType: FloatType = 'float32') {
    this.#name = name;
    this.#exposable = exposable;
    this.#floatType = floatType;
  }

  /** The type of the floating-point values that are being computed. */
  get floatType(): FloatType {
    return this.#floatType;
  }

  /** Runs `body`; the floating-point values that it adds are of `floatType`. */
  computedIn<Result>(floatType: FloatType, body: () => Result): Result {
    const outer = this.#floatType;
    this.#floatType = floatType;
    try {
      return body();
    } finally {
      this.#floatType = outer;
    }
  }

  /** Runs `body`; the names of the nodes that it adds begin with `name/`. */
  scoped<Result>(name: string, body: () => Result): Result {
    const outer = this.#scope;
    this.#scope = `${outer}${name}/`;
    try {
      return body();
    } finally {
      this.#scope = outer;
    }
  }

  input(name: string, dataType: OnnxDataType, dimensions: readonly (number | string)[]): Value {
    this.#inputs.push({ name, dataType, dimensions });
    return { name };
  }

  /** Makes a node's output an output of the graph under `name`. */
  output(name: string, value: Value, dataType: OnnxDataType, dimensions: readonly (number | string)[]): void {
    if (this.#outputNames.has(value.name)) {
      throw new OfaError('internal', `${value.name} is an output of the graph already`);
    }
    this.#outputNames.set(value.name, name);
    this.#outputs.push({ name, dataType, dimensions });
  }

  /** An intermediate value that becomes a float32 output only if `name` was asked for, under that name. */
  expose(name: string, dimensions: readonly (number | string)[], value: () => Value): void {
    if (!this.#exposable.has(name)) return;
    const copy = this.node('Cast', [value()], { to: int(dataTypeCodes.float32) });
    this.output(name, copy, 'float32', dimensions);
  }

  /** An initializer; a second one of the same name, type and dimensions is the first. */
  initializer(initializer: Initializer): Value {
    const { name, dataType, dimensions } = initializer;
    const known = this.#initializers.get(name);
    if (known === undefined) this.#initializers.set(name, initializer);
    else if (known.dataType !== dataType || known.dimensions.join() !== dimensions.join()) {
      throw new OfaError('internal', `Two different initializers are named ${name}`);
    }
    return { name };
  }

  /** A constant list of int64, e.g. a shape; equal lists are one initializer. */
  int64(values: readonly number[]): Value {
    return this.initializer({
      name: `int64_${values.join('_')}`,
      dataType: 'int64',
      dimensions: [values.length],
      read: async () => Promise.resolve(new Uint8Array(BigInt64Array.from(values, BigInt).buffer)),
    });
  }

  /** A constant int32 tensor, made when the file is written. */
  int32(name: string, dimensions: readonly number[], values: () => Int32Array<ArrayBuffer>): Value {
    return this.initializer({
      name,
      dataType: 'int32',
      dimensions,
      read: async () => Promise.resolve(new Uint8Array(values().buffer)),
    });
  }

  /** A constant scalar of the type that is being computed in. */
  scalar(value: number): Value {
    const dataType = this.#floatType;
    return this.initializer({
      name: `${dataType}_${value}`,
      dataType,
      dimensions: [],
      read: async () => Promise.resolve(floatBytes(dataType, Float32Array.of(value))),
    });
  }

  /** A node with one output. An absent optional input is undefined. */
  node(
    operator: string,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes = {},
    domain = '',
  ): Value {
    const [output] = this.nodes(operator, inputs, 1, attributes, domain);
    if (output === undefined) throw new OfaError('internal', `${operator} without output`);
    return output;
  }

  /** A node with several outputs. */
  nodes(
    operator: string,
    inputs: readonly (Value | undefined)[],
    outputCount: number,
    attributes: Attributes = {},
    domain = '',
  ): Value[] {
    const name = this.#uniqueName(`${this.#scope}${operator}`);
    const outputs = Array.from({ length: outputCount }, (_, index) =>
      index === 0 ? name : `${name}.${index}`,
    );
    this.#nodes.push({
      operator,
      domain,
      name,
      inputs: inputs.map((input) => input?.name ?? ''),
      outputs,
      attributes,
    });
    return outputs.map((output) => ({ name: output }));
  }

  finish(): GraphDefinition {
    const renamed = (name: string): string => this.#outputNames.get(name) ?? name;
    return {
      name: this.#name,
      inputs: this.#inputs,
      outputs: this.#outputs,
      nodes: this.#nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(renamed),
        outputs: node.outputs.map(renamed),
      })),
      initializers: [...this.#initializers.values()],
      operatorSets,
    };
  }

  #uniqueName(name: string): string {
    const count = this.#nameCounts.get(name) ?? 0;
    this.#nameCounts.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  }
}
