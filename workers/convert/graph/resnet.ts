/** The image encoder: three stages of bottleneck blocks (reference/README.md, section 5, ResNet). */
import type { OfaArchitecture } from './architecture.ts';
import { resnetStageDepths } from './architecture.ts';
import { withBatchNorm } from './folding.ts';
import type { Value } from './graph-builder.ts';
import type { Layers } from './layers.ts';
import { add, maxPool, relu } from './operators.ts';
import type { CheckpointWeights, Convolution, Weight } from './weights.ts';

const stemWidth = 64;
const expansion = 4;

/** Channels of the last stage. */
export const resnetOutputWidth = 1024;

/** One bottleneck block; its norms are folded into its convolutions. */
interface Bottleneck {
  readonly name: string;
  readonly stride: number;
  readonly reduce: Convolution;
  readonly spatial: Convolution;
  readonly expand: Convolution;
  /** Where the block changes resolution or width; else its input itself is added. */
  readonly shortcut: Convolution | undefined;
}

export interface Resnet {
  readonly stem: Convolution;
  readonly blocks: readonly Bottleneck[];
}

/** A convolution without bias at `name`, and the BatchNorm at `normName`, as one convolution. */
function normalizedConvolution(
  weights: CheckpointWeights,
  name: string,
  normName: string,
  inputs: number,
  outputs: number,
  kernel: number,
): Convolution {
  const vector = (what: string): Weight => weights.tensor(`${normName}.${what}`, [outputs]);
  return withBatchNorm(weights.tensor(`${name}.weight`, [outputs, inputs, kernel, kernel]), {
    gain: vector('weight'),
    bias: vector('bias'),
    mean: vector('running_mean'),
    variance: vector('running_var'),
  });
}

function bottleneck(
  weights: CheckpointWeights,
  name: string,
  inputs: number,
  width: number,
  stride: number,
  isFirst: boolean,
): Bottleneck {
  const at = `encoder.embed_images.${name}`;
  const outputs = width * expansion;
  const conv = (index: number, inputs: number, outputs: number, kernel: number) =>
    normalizedConvolution(weights, `${at}.conv${index}`, `${at}.bn${index}`, inputs, outputs, kernel);
  return {
    name,
    stride,
    reduce: conv(1, inputs, width, 1),
    spatial: conv(2, width, width, 3),
    expand: conv(3, width, outputs, 1),
    shortcut: isFirst
      ? normalizedConvolution(weights, `${at}.downsample.0`, `${at}.downsample.1`, inputs, outputs, 1)
      : undefined,
  };
}

async function isZero(signal: AbortSignal, weight: Weight): Promise<boolean> {
  const values = await weight.read(signal);
  return values.every((value) => value === 0);
}

/** Whether a block adds nothing to its input. Its input has passed a ReLU, so the block's own ReLU changes nothing. */
async function isIdentity(signal: AbortSignal, block: Bottleneck): Promise<boolean> {
  if (block.shortcut !== undefined) return false;
  return (await isZero(signal, block.expand.bias)) && (await isZero(signal, block.expand.weight));
}

/**
 * The ResNet of a checkpoint without the blocks that are identities. Reads the last norm of every block (and its
 * last convolution where that norm's bias is zero).
 */
export async function readResnet(
  signal: AbortSignal,
  weights: CheckpointWeights,
  architecture: OfaArchitecture,
): Promise<Resnet> {
  const blocks: Bottleneck[] = [];
  let inputs = stemWidth;
  for (const [stage, depth] of resnetStageDepths[architecture.resnetType].entries()) {
    const width = stemWidth * 2 ** stage;
    for (let index = 0; index < depth; index += 1) {
      const stride = index === 0 && stage > 0 ? 2 : 1;
      const name = `layer${stage + 1}.${index}`;
      const block = bottleneck(weights, name, inputs, width, stride, index === 0);
      if (!(await isIdentity(signal, block))) blocks.push(block);
      inputs = width * expansion;
    }
  }
  const at = 'encoder.embed_images';
  return { stem: normalizedConvolution(weights, `${at}.conv1`, `${at}.bn1`, 3, stemWidth, 7), blocks };
}

function addBottleneck(layers: Layers, x: Value, block: Bottleneck): Value {
  const { graph } = layers;
  const pointwise = { stride: 1, padding: 0 };
  const reduced = relu(graph, layers.convolution(x, block.reduce, pointwise));
  const mixed = relu(graph, layers.convolution(reduced, block.spatial, { stride: block.stride, padding: 1 }));
  const expanded = layers.convolution(mixed, block.expand, pointwise);
  const shortcut =
    block.shortcut === undefined
      ? x
      : layers.convolution(x, block.shortcut, { stride: block.stride, padding: 0 });
  return relu(graph, add(graph, expanded, shortcut));
}

/** pixels [1, 3, S, S] → features [1, 1024, ⌈S/16⌉, ⌈S/16⌉]. */
export function addResnet(layers: Layers, pixels: Value, resnet: Resnet): Value {
  const { graph } = layers;
  return graph.scoped('resnet', () => {
    const stem = relu(graph, layers.convolution(pixels, resnet.stem, { stride: 2, padding: 3 }));
    let features = maxPool(graph, stem, 3, { stride: 2, padding: 1 });
    for (const block of resnet.blocks) {
      features = graph.scoped(block.name, () => addBottleneck(layers, features, block));
    }
    return features;
  });
}
