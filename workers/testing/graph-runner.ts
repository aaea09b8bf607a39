/** Feeds the two graphs in Node, names and shapes as `protocol/graph-names.ts` has them. */
import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';
import { graphNames } from '../protocol/graph-names.ts';

export type Outputs = InferenceSession.OnnxValueMapType;

function int32(values: readonly number[]): Tensor {
  return new Tensor('int32', Int32Array.from(values), [values.length]);
}

/** The values of a float32 output. */
export function floats(outputs: Outputs, name: string): Float32Array {
  return outputs[name]?.data as Float32Array;
}

/** `pixels` [1, 3, side, side] and the prompt's ids through the encoder. */
export async function runEncoder(
  session: InferenceSession,
  pixels: Float32Array,
  promptIds: readonly number[],
): Promise<Outputs> {
  const side = Math.sqrt(pixels.length / 3);
  return session.run({
    [graphNames.pixelValues]: new Tensor('float32', pixels, [1, 3, side, side]),
    [graphNames.inputIds]: int32(promptIds),
  });
}

/** Decodes step by step; each step's past is the one before it. */
export class DecoderRun {
  readonly #session: InferenceSession;
  #inputs: Outputs;
  #position = 0;

  constructor(session: InferenceSession, encoderOutputs: Outputs) {
    const crossInputs = Object.entries(encoderOutputs).filter(([name]) => session.inputNames.includes(name));
    const { type, dims } = encoderOutputs[graphNames.crossValue(0)];
    const [, heads, , width] = dims;
    const content = type === 'float16' ? new Uint16Array(0) : new Float32Array(0);
    const past = session.inputNames
      .filter((name) => name.startsWith('past_'))
      .map((name) => [name, new Tensor(type, content, [1, heads, 0, width])] as const);
    this.#session = session;
    this.#inputs = Object.fromEntries([...crossInputs, ...past]);
  }

  /** Appends `tokens`, one per row; row r continues row `beamIndices[r]` of the step before. → logits [rows, V] */
  async step(tokens: readonly number[], beamIndices: readonly number[]): Promise<Float32Array> {
    const position = this.#position;
    const outputs = await this.#session.run({
      ...this.#inputs,
      [graphNames.inputIds]: int32(tokens),
      [graphNames.beamIndices]: int32(beamIndices),
      [graphNames.keyDistances]: int32(Array.from({ length: position + 1 }, (_, key) => position - key)),
    });
    const past = Object.entries(outputs)
      .filter(([name]) => name.startsWith('present_'))
      .map(([name, value]) => [name.replace('present_', 'past_'), value] as const);
    this.#inputs = { ...this.#inputs, ...Object.fromEntries(past) };
    this.#position = position + 1;
    return floats(outputs, graphNames.logits);
  }
}
