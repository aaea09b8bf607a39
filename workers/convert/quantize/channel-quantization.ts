/** Symmetric quantization to -127 … 127 with one scale per output channel (entry of axis 0). */
import type { Values, Weight } from '../graph/weights.ts';

const largestLevel = 127;

export interface QuantizedChannels {
  /** In the weight's own shape; value ≈ level · scale of its channel. */
  levels(signal: AbortSignal): Promise<Int8Array<ArrayBuffer>>;
  /** [channels]; 1 for a channel of zeros. */
  scales(signal: AbortSignal): Promise<Values>;
}

function channelLevels(values: Values, scales: Values): Int8Array<ArrayBuffer> {
  const size = values.length / scales.length;
  const levels = new Int8Array(values.length);
  for (let channel = 0, index = 0; channel < scales.length; channel += 1) {
    const scale = scales[channel];
    for (const end = index + size; index < end; index += 1) levels[index] = Math.round(values[index] / scale);
  }
  return levels;
}

function channelScales(values: Values, channels: number): Values {
  const size = values.length / channels;
  return Float32Array.from({ length: channels }, (_, channel) => {
    let largest = 0;
    for (let index = channel * size; index < (channel + 1) * size; index += 1) {
      largest = Math.max(largest, Math.abs(values[index]));
    }
    return largest === 0 ? 1 : largest / largestLevel;
  });
}

/**
 * Quantizes a weight when its levels or scales are asked for. Only the scales are kept in between: levels and scales
 * cost one reading of the weight if the levels come first, two otherwise.
 */
export function quantizedChannels(weight: Weight): QuantizedChannels {
  const [channels] = weight.shape;
  let known: Values | undefined;
  return {
    levels: async (signal) => {
      const values = await weight.read(signal);
      known = channelScales(values, channels);
      return channelLevels(values, known);
    },
    scales: async (signal) => known ?? channelScales(await weight.read(signal), channels),
  };
}
