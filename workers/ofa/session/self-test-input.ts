/** Sizes of the self-test: as many positions as the attention shaders need to take the path that large models take. */
export const selfTestShape = { positions: 32, width: 16, heads: 2 } as const;

/** Reproducible inputs: `x` [1, positions, width] and `bias` [1, heads, positions, positions]. */
export function selfTestInput(): { readonly x: Float32Array; readonly bias: Float32Array } {
  const { positions, width, heads } = selfTestShape;
  return {
    x: Float32Array.from({ length: positions * width }, (_, index) => Math.sin(0.37 * index)),
    bias: Float32Array.from({ length: heads * positions ** 2 }, (_, index) => Math.cos(0.71 * index)),
  };
}
