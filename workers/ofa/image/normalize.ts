type Channels = readonly [number, number, number];

/**
 * 8-bit RGB as the network reads it: divided by 255, less the mean, divided by the standard deviation, each step rounded
 * to float32 as PyTorch does (reference/README.md, section 5, Resize).
 *
 * @param rgb [S, S, 3]
 * @returns `pixel_values` [1, 3, S, S]
 */
export function normalizePixels(rgb: Uint8Array, mean: Channels, std: Channels): Float32Array<ArrayBuffer> {
  const area = rgb.length / 3;
  const values = new Float32Array(rgb.length);
  for (let channel = 0; channel < 3; channel += 1) {
    const levels = Float32Array.from({ length: 256 }, (_, level) => {
      const centered = Math.fround(Math.fround(level / 255) - Math.fround(mean[channel]));
      return centered / Math.fround(std[channel]);
    });
    for (let pixel = 0; pixel < area; pixel += 1)
      values[channel * area + pixel] = levels[rgb[pixel * 3 + channel]];
  }
  return values;
}
