/**
 * Inputs and outputs of the plain export. B rows (beams), T tokens, L source length, d hidden size, V vocabulary.
 *
 * Encoder: `pixel_values`, `input_ids` as `protocol/graph-names.ts` → `encoder_last_hidden_state` [L, d],
 *   `position_embedding` [L, d].
 * Decoder: `decoder_input_ids` int32 [B, T], the whole prefix of each row; `encoder_hidden_states` [B, L, d] and
 *   `encoder_position_embedding` [B, L, d], repeated for every row → `logits` [B, T, V].
 */
export const plainNames = {
  lastHiddenState: 'encoder_last_hidden_state',
  positionEmbedding: 'position_embedding',
  decoderInputIds: 'decoder_input_ids',
  encoderHiddenStates: 'encoder_hidden_states',
  encoderPositionEmbedding: 'encoder_position_embedding',
  logits: 'logits',
} as const;
