/**
 * Inputs and outputs of the two ONNX graphs, as the converter writes and the runtime feeds them.
 *
 * Sizes: S side of the picture, P prompt tokens, L = patches + P, H decoder heads, D head width, B rows (beams),
 * T tokens already decoded (0 at the first step), V vocabulary rows.
 *
 * Encoder: `pixel_values` float32 [1, 3, S, S], `input_ids` int32 [P]
 *   → per decoder layer `cross_key_i` [1, H, D, L] (transposed, as the score MatMul reads it) and `cross_value_i`
 *     [1, H, L, D]; `cross_position_key` [1, H, D, L], the key side of the cross position bias.
 * Decoder step: `input_ids` int32 [B], the token appended to each row; `beam_indices` int32 [B], for each row the
 *   row of the past that it continues; `key_distances` int32 [T + 1] = T, T-1, …, 0, how far back each key lies;
 *   `past_key_i`, `past_value_i` [rows of the last step, H, T, D] (any B rows with T = 0 at the first step);
 *   the encoder's outputs
 *   → `logits` float32 [B, V]; `present_key_i`, `present_value_i` [B, H, T + 1, D].
 */
export const graphNames = {
  pixelValues: 'pixel_values',
  inputIds: 'input_ids',
  beamIndices: 'beam_indices',
  keyDistances: 'key_distances',
  logits: 'logits',
  crossPositionKey: 'cross_position_key',
  crossKey: (layer: number) => `cross_key_${layer}`,
  crossValue: (layer: number) => `cross_value_${layer}`,
  pastKey: (layer: number) => `past_key_${layer}`,
  pastValue: (layer: number) => `past_value_${layer}`,
  presentKey: (layer: number) => `present_key_${layer}`,
  presentValue: (layer: number) => `present_value_${layer}`,
} as const;
