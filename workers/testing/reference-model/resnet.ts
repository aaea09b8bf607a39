/** The image half of OFA: a ResNet of bottleneck blocks without its last stage (reference/README.md, section 5). */
import { resnetStageDepths, type ResnetType } from '../../convert/graph/architecture.ts';
import type { Weights } from './weights.ts';

/** Channels first: value (c, y, x) at `(c * height + y) * width + x`. */
export interface FeatureMap {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly data: Float64Array;
}

interface Window {
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
}

function outputSide(side: number, window: Window): number {
  return Math.floor((side + 2 * window.padding - window.size) / window.stride) + 1;
}

/** Convolution `name` without bias, zeros beyond the edges; its weight [out, in, size, size] gives the size. */
function convolve(
  weights: Weights,
  name: string,
  x: FeatureMap,
  stride: number,
  padding: number,
): FeatureMap {
  const { shape, data: weight } = weights(`${name}.weight`);
  const [channels, inputs, size] = shape as readonly [number, number, number, number];
  const window = { size, stride, padding };
  const height = outputSide(x.height, window);
  const width = outputSide(x.width, window);
  const data = new Float64Array(channels * height * width);
  for (let output = 0; output < channels; output++) {
    for (let input = 0; input < inputs; input++) {
      for (let dy = 0; dy < size; dy++) {
        for (let dx = 0; dx < size; dx++) {
          const factor = weight[((output * inputs + input) * size + dy) * size + dx];
          for (let row = 0; row < height; row++) {
            const y = row * stride + dy - padding;
            if (y < 0 || y >= x.height) continue;
            const from = (input * x.height + y) * x.width;
            const to = (output * height + row) * width;
            for (let column = 0; column < width; column++) {
              const position = column * stride + dx - padding;
              if (position < 0 || position >= x.width) continue;
              data[to + column] += factor * x.data[from + position];
            }
          }
        }
      }
    }
  }
  return { channels, height, width, data };
}

/** BatchNorm `name` with its running statistics, eps 1e-5. */
function batchNorm(weights: Weights, name: string, x: FeatureMap): FeatureMap {
  const [weight, bias, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(
    (field) => weights(`${name}.${field}`).data,
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const area = x.height * x.width;
  const data = x.data.map((value, i) => {
    const c = Math.floor(i / area);
    return ((value - mean[c]) / Math.sqrt(variance[c] + 1e-5)) * weight[c] + bias[c];
  });
  return { ...x, data };
}

function relu(x: FeatureMap): FeatureMap {
  return { ...x, data: x.data.map((value) => Math.max(value, 0)) };
}

function maxPool(x: FeatureMap, window: Window): FeatureMap {
  const height = outputSide(x.height, window);
  const width = outputSide(x.width, window);
  const data = new Float64Array(x.channels * height * width).fill(-Infinity);
  for (let i = 0; i < data.length; i++) {
    const channel = Math.floor(i / (height * width));
    const top = (Math.floor(i / width) % height) * window.stride - window.padding;
    const left = (i % width) * window.stride - window.padding;
    for (let y = Math.max(top, 0); y < Math.min(top + window.size, x.height); y++) {
      for (let column = Math.max(left, 0); column < Math.min(left + window.size, x.width); column++) {
        data[i] = Math.max(data[i], x.data[(channel * x.height + y) * x.width + column]);
      }
    }
  }
  return { channels: x.channels, height, width, data };
}

/** 1x1, 3x3 with the stride, 1x1; the shortcut is projected where the block changes the shape. */
function bottleneck(
  weights: Weights,
  name: string,
  x: FeatureMap,
  stride: number,
  first: boolean,
): FeatureMap {
  let out = relu(batchNorm(weights, `${name}.bn1`, convolve(weights, `${name}.conv1`, x, 1, 0)));
  out = relu(batchNorm(weights, `${name}.bn2`, convolve(weights, `${name}.conv2`, out, stride, 1)));
  out = batchNorm(weights, `${name}.bn3`, convolve(weights, `${name}.conv3`, out, 1, 0));
  const shortcut = first
    ? batchNorm(weights, `${name}.downsample.1`, convolve(weights, `${name}.downsample.0`, x, stride, 0))
    : x;
  return relu({ ...out, data: out.data.map((value, i) => value + shortcut.data[i]) });
}

/** `image` [3, S, S] to [1024, ceil(S/16), ceil(S/16)]. */
export function resnet(weights: Weights, type: ResnetType, image: FeatureMap): FeatureMap {
  const name = 'encoder.embed_images';
  let x = relu(batchNorm(weights, `${name}.bn1`, convolve(weights, `${name}.conv1`, image, 2, 3)));
  x = maxPool(x, { size: 3, stride: 2, padding: 1 });
  resnetStageDepths[type].forEach((depth, stage) => {
    for (let block = 0; block < depth; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      x = bottleneck(weights, `${name}.layer${stage + 1}.${block}`, x, stride, block === 0);
    }
  });
  return x;
}
