/** ONNX's protobuf messages (onnx.proto of ONNX 1.16, IR version 10), as far as a `GraphDefinition` needs them. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { dataTypeCodes } from './data-type.ts';
import { readInitializer } from './external-data.ts';
import type { ModelLayout, PlacedInitializer } from './external-data.ts';
import type { AttributeValue, Initializer, OnnxNode, ValueInfo } from './graph-definition.ts';

const irVersion = 10;
const externalDataLocation = 1;

/** `AttributeProto.AttributeType`. */
const attributeTypes: Readonly<Record<AttributeValue['kind'], number>> = {
  float: 1,
  int: 2,
  string: 3,
  floats: 6,
  ints: 7,
};

type Fields = (writer: BinaryWriter) => void;

function message(writer: BinaryWriter, field: number, fields: Fields): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  fields(writer);
  writer.join();
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function integer(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

function packedIntegers(writer: BinaryWriter, field: number, values: readonly number[]): void {
  message(writer, field, (packed) => {
    for (const value of values) packed.int64(value);
  });
}

function attributeFields(name: string, attribute: AttributeValue): Fields {
  return (writer) => {
    text(writer, 1, name);
    switch (attribute.kind) {
      case 'float':
        writer.tag(2, WireType.Bit32).float(attribute.value);
        break;
      case 'int':
        integer(writer, 3, attribute.value);
        break;
      case 'string':
        text(writer, 4, attribute.value);
        break;
      case 'floats':
        message(writer, 7, (packed) => {
          for (const value of attribute.value) packed.float(value);
        });
        break;
      case 'ints':
        packedIntegers(writer, 8, attribute.value);
        break;
    }
    integer(writer, 20, attributeTypes[attribute.kind]);
  };
}

function nodeFields(node: OnnxNode): Fields {
  return (writer) => {
    for (const input of node.inputs) text(writer, 1, input);
    for (const output of node.outputs) text(writer, 2, output);
    text(writer, 3, node.name);
    text(writer, 4, node.operator);
    for (const [name, attribute] of Object.entries(node.attributes)) {
      message(writer, 5, attributeFields(name, attribute));
    }
    if (node.domain !== '') text(writer, 7, node.domain);
  };
}

function valueInfoFields(value: ValueInfo): Fields {
  return (writer) => {
    text(writer, 1, value.name);
    message(writer, 2, (type) => {
      message(type, 1, (tensorType) => {
        integer(tensorType, 1, dataTypeCodes[value.dataType]);
        message(tensorType, 2, (shape) => {
          for (const dimension of value.dimensions) {
            message(shape, 1, (fields) => {
              if (typeof dimension === 'string') text(fields, 2, dimension);
              else integer(fields, 1, dimension);
            });
          }
        });
      });
    });
  };
}

function tensorHeader(writer: BinaryWriter, initializer: Initializer): void {
  packedIntegers(writer, 1, initializer.dimensions);
  integer(writer, 2, dataTypeCodes[initializer.dataType]);
  text(writer, 8, initializer.name);
}

function inlineTensorFields(initializer: Initializer, bytes: Uint8Array): Fields {
  return (writer) => {
    tensorHeader(writer, initializer);
    writer.tag(9, WireType.LengthDelimited).bytes(bytes);
  };
}

function externalTensorFields(path: string, { initializer, offset, bytes }: PlacedInitializer): Fields {
  return (writer) => {
    tensorHeader(writer, initializer);
    for (const [key, value] of Object.entries({ location: path, offset: `${offset}`, length: `${bytes}` })) {
      message(writer, 13, (entry) => {
        text(entry, 1, key);
        text(entry, 2, value);
      });
    }
    integer(writer, 14, externalDataLocation);
  };
}

/**
 * The bytes of the `.onnx` file of a laid-out graph: its structure, its inline tensors (read here), and references
 * into its external data files. `ModelProto`, IR version 10.
 */
export async function writeModel(signal: AbortSignal, layout: ModelLayout): Promise<Uint8Array<ArrayBuffer>> {
  const { graph } = layout;
  const tensors: Fields[] = [];
  for (const initializer of layout.inline) {
    tensors.push(inlineTensorFields(initializer, await readInitializer(signal, initializer)));
  }
  for (const file of layout.files) {
    tensors.push(...file.tensors.map((tensor) => externalTensorFields(file.path, tensor)));
  }
  const writer = new BinaryWriter();
  integer(writer, 1, irVersion);
  text(writer, 2, 'ofa-meme');
  message(writer, 7, (fields) => {
    for (const node of graph.nodes) message(fields, 1, nodeFields(node));
    text(fields, 2, graph.name);
    for (const tensor of tensors) message(fields, 5, tensor);
    for (const input of graph.inputs) message(fields, 11, valueInfoFields(input));
    for (const output of graph.outputs) message(fields, 12, valueInfoFields(output));
  });
  for (const [domain, version] of Object.entries(graph.operatorSets)) {
    message(writer, 8, (fields) => {
      if (domain !== '') text(fields, 1, domain);
      integer(fields, 2, version);
    });
  }
  return writer.finish();
}
