/**
 * The graph by which a backend proves itself (`ofa/session/self-test.ts`): one layer of every operator that backends have
 * been seen to compute wrongly, and the same computation in plain float64.
 */
import { GraphBuilder, float, int, type Value } from '../convert/graph/graph-builder.ts';
import {
  add,
  convolutionAttributes,
  gelu,
  layerNormalization,
  matMul,
  reshape,
} from '../convert/graph/operators.ts';
import { writeModel } from '../convert/onnx/model-writer.ts';
import { selfTestInput, selfTestShape } from '../ofa/session/self-test-input.ts';
import { erf } from './reference-model/activation.ts';
import { layerNorm, linear, zeros, type Matrix } from './reference-model/matrix.ts';

const { positions, width, heads } = selfTestShape;
const headWidth = width / heads;
/** The positions laid out as a picture of that many channels, square. */
const channels = 8;
const side = Math.sqrt((positions * width) / channels);
const kernel = 3;
/** Values that share a scale in the quantized weight: its whole row. */
const block = 32;
const zeroPoint = 8;

/** Reproducible weights in [-amplitude, amplitude), float32. */
function weights(count: number, phase: number, amplitude: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: count }, (_, index) => amplitude * Math.sin(1.7 * index + phase));
}

const convolution = weights(channels * channels * kernel * kernel, 1, 0.2);
const gain = weights(width, 2, 0.5).map((value) => 1 + value);
const shift = weights(width, 3, 0.5);
/** [out, in] */
const query = weights(width * width, 4, 0.6);
const key = weights(width * width, 5, 0.6);
/** 4-bit values [width, block], and a scale for each row. */
const quantized = Uint8Array.from({ length: width * block }, (_, index) => (index * 7 + (index >> 4)) % 16);
const scales = weights(width, 6, 0.05).map((value) => 0.1 + value);

function packed(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    { length: quantized.length / 2 },
    (_, index) => quantized[2 * index] | (quantized[2 * index + 1] << 4),
  );
}

function transposed(values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  return values.map((_, index) => values[(index % width) * width + Math.floor(index / width)]);
}

/** The ONNX file: `x` [1, positions, width] and `bias` [1, heads, positions, positions] to `y` [1, width, width]. */
export async function selfTestModel(signal: AbortSignal): Promise<Uint8Array> {
  const graph = new GraphBuilder('self_test');
  const constant = (
    name: string,
    dimensions: readonly number[],
    values: Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>,
  ): Value =>
    graph.initializer({
      name,
      dataType: values instanceof Uint8Array ? 'uint8' : 'float32',
      dimensions,
      read: async () => Promise.resolve(new Uint8Array(values.buffer)),
    });
  const x = graph.input('x', 'float32', [1, positions, width]);
  const bias = graph.input('bias', 'float32', [1, heads, positions, positions]);
  const picture = reshape(graph, x, [1, channels, side, side]);
  const kernels = constant('kernels', [channels, channels, kernel, kernel], convolution);
  const features = graph.node('Conv', [picture, kernels], convolutionAttributes({ stride: 1, padding: 1 }));
  const rows = add(graph, x, reshape(graph, features, [1, positions, width]));
  const normal = layerNormalization(
    graph,
    rows,
    constant('gain', [width], gain),
    constant('shift', [width], shift),
  );
  const attended = graph.node(
    'MultiHeadAttention',
    [
      matMul(graph, normal, constant('query', [width, width], transposed(query))),
      matMul(graph, normal, constant('key', [width, width], transposed(key))),
      normal,
      undefined,
      undefined,
      bias,
    ],
    { num_heads: int(heads), scale: float(1 / Math.sqrt(headWidth)) },
    'com.microsoft',
  );
  const y = graph.node(
    'MatMulNBits',
    [
      reshape(graph, gelu(graph, attended, 'none'), [1, width, block]),
      constant('quantized', [width, 1, block / 2], packed()),
      constant('scales', [width], scales),
    ],
    { K: int(block), N: int(width), bits: int(4), block_size: int(block), accuracy_level: int(0) },
    'com.microsoft',
  );
  graph.output('y', y, 'float32', [1, width, width]);
  const definition = graph.finish();
  return writeModel(signal, { graph: definition, inline: definition.initializers, files: [] });
}

function convolve(x: Float64Array): Float64Array {
  const at = (channel: number, row: number, column: number): number =>
    row < 0 || row >= side || column < 0 || column >= side ? 0 : x[(channel * side + row) * side + column];
  return x.map((_, index) => {
    const out = Math.floor(index / (side * side));
    const row = Math.floor(index / side) % side;
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      for (let tap = 0; tap < kernel * kernel; tap++) {
        const weight = convolution[(out * channels + channel) * kernel * kernel + tap];
        sum += weight * at(channel, row + Math.floor(tap / kernel) - 1, (index % side) + (tap % kernel) - 1);
      }
    }
    return sum;
  });
}

/** Attention of one head: the columns from `first` on. */
function attend(q: Matrix, k: Matrix, v: Matrix, bias: Float32Array, head: number, result: Matrix): void {
  const first = head * headWidth;
  for (let row = 0; row < positions; row++) {
    const scores = Array.from({ length: positions }, (_, other) => {
      let dot = 0;
      for (let index = first; index < first + headWidth; index++) {
        dot += q.data[row * width + index] * k.data[other * width + index];
      }
      return dot / Math.sqrt(headWidth) + bias[(head * positions + row) * positions + other];
    });
    const highest = Math.max(...scores);
    const shares = scores.map((score) => Math.exp(score - highest));
    const total = shares.reduce((sum, share) => sum + share, 0);
    for (let index = first; index < first + headWidth; index++) {
      result.data[row * width + index] =
        shares.reduce((sum, share, other) => sum + share * v.data[other * width + index], 0) / total;
    }
  }
}

/** What the graph must give for `selfTestInput`, [width · width]. */
export function selfTestExpected(): Float64Array {
  const { x, bias } = selfTestInput();
  const picture = Float64Array.from(x);
  const features = convolve(picture);
  const rows: Matrix = {
    rows: positions,
    columns: width,
    data: picture.map((value, index) => value + features[index]),
  };
  const normal = layerNorm(rows, gain, shift);
  const attended = zeros(positions, width);
  for (let head = 0; head < heads; head++) {
    attend(linear(normal, query), linear(normal, key), normal, bias, head, attended);
  }
  const activated = attended.data.map((value) => (value * (1 + erf(value / Math.SQRT2))) / 2);
  const weight = Float64Array.from(
    quantized,
    (value, index) => (value - zeroPoint) * scales[Math.floor(index / block)],
  );
  return linear({ rows: width, columns: block, data: activated }, weight).data;
}
