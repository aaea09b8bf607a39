/** Weights from a formula, so that any shape of model has known values (reference/README.md, section 1). */

const sqrt3 = 1.7320508075688772;
/** The 8192 `<code_i>` and 1000 `<bin_i>` that follow the text part of the vocabulary. */
const addedTokens = 9192;

/** What the formula needs to know of a tensor besides its name. */
export interface FormulaContext {
  readonly hiddenSize: number;
  readonly vocabularySize: number;
  /** Text put before every name; other weights for the same shapes. */
  readonly salt: string;
}

interface Kind {
  readonly mean: number;
  readonly scale: number;
  /** Factor of each row of a token embedding, else undefined. */
  readonly rowFactor?: (row: number) => number;
}

/** 32-bit FNV-1a of the text's UTF-8 bytes. */
function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function embeddingRowFactor(vocabularySize: number): (row: number) => number {
  const textTokens = vocabularySize - addedTokens;
  return (row) => {
    if (row >= textTokens) return 0.25;
    if (row === 1 || row === 3) return 2;
    if (row === 2) return textTokens >= 5000 ? 2.5 : 1.5;
    return 1;
  };
}

/** Mean and scale by name and shape: the table of kinds, in its order. */
function kindOf(name: string, shape: readonly number[], context: FormulaContext): Kind {
  const last = name.slice(name.lastIndexOf('.') + 1);
  const fanIn = shape[1];
  if (last === 'temp') return { mean: 0.07, scale: 0 };
  if (last === 'running_mean') return { mean: 0, scale: 0.1 };
  if (last === 'running_var' || last === 'c_attn') return { mean: 1, scale: 0.2 };
  if (['weight_self_attn', 'weight_cross_attn', 'weight_ffn'].includes(last)) return { mean: 1, scale: 0.2 };
  if (last === 'bias') return { mean: 0, scale: 0.05 };
  if (name === 'decoder.layer_norm.weight') return { mean: 0, scale: 1 };
  if (last === 'weight' && shape.length === 1) return { mean: 1, scale: 0.1 };
  if (shape.length === 4) return { mean: 0, scale: 1 / Math.sqrt(fanIn * shape[2] * shape[3]) };
  if (name.includes('_rel_pos_table_list.')) return { mean: 0, scale: 0.3 };
  if (/embed(_image)?_positions\.weight$/.test(name)) return { mean: 0, scale: 0.7 };
  if (name.endsWith('type_embedding.weight')) return { mean: 0, scale: 2 / Math.sqrt(context.hiddenSize) };
  if (/(embed_tokens|output_projection)\.weight$/.test(name)) {
    const rowFactor = embeddingRowFactor(context.vocabularySize);
    return { mean: 0, scale: 5 / Math.sqrt(context.hiddenSize), rowFactor };
  }
  if (/\.[qk]_proj\.weight$/.test(name)) return { mean: 0, scale: 2 / Math.sqrt(fanIn) };
  return { mean: 0, scale: 1 / Math.sqrt(fanIn) };
}

/** u(name, index) in [-1, 1), for the hash of salt and name. */
function uniform(hash: number, index: number): number {
  let x = (hash + Math.imul(index, 0x9e3779b9)) | 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  x ^= x >>> 16;
  return (x >>> 0) / 2147483648 - 1;
}

/**
 * Values `start` (inclusive) to `end` (exclusive) of a float tensor in row-major order, bit for bit those of
 * `make_checkpoint.py`.
 */
export function formulaValues(
  name: string,
  shape: readonly number[],
  context: FormulaContext,
  start: number,
  end: number,
): Float32Array<ArrayBuffer> {
  const { mean, scale, rowFactor } = kindOf(name, shape, context);
  const hash = fnv1a32(context.salt + name);
  const amplitude = scale * sqrt3;
  const values = new Float32Array(end - start);
  const channels = shape[1];
  if (shape.length === 4 && channels % 2 === 0) {
    const area = shape[2] * shape[3];
    for (let index = start; index < end; index++) {
      const odd = (Math.floor(index / area) % channels) % 2;
      values[index - start] = mean + (1 - 2 * odd) * (amplitude * uniform(hash, index - odd * area));
    }
  } else if (rowFactor !== undefined) {
    for (let index = start; index < end; index++) {
      const factor = rowFactor(Math.floor(index / channels));
      values[index - start] = mean + amplitude * factor * uniform(hash, index);
    }
  } else {
    for (let index = start; index < end; index++) {
      values[index - start] = mean + amplitude * uniform(hash, index);
    }
  }
  return values;
}
