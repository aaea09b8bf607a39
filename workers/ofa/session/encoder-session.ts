import { graphNames } from '../../protocol/graph-names.ts';
import type { ModelFolder, ModelManifest, ModelVariant } from '../../protocol/model-folder.ts';
import { createGraphSession } from './graph-session.ts';
import type { Feeds, OnnxRuntime, OnnxSession } from './onnx-runtime.ts';

/** A picture as the decoder sees it: the keys, values and position biases of its cross-attention. */
export interface EncodedPicture {
  readonly feeds: Feeds;
  /** Frees the tensors, GPU memory included. */
  dispose(): void;
}

/** The encoder graph (`protocol/graph-names.ts`), ready to run. */
export class EncoderSession {
  readonly #runtime: OnnxRuntime;
  readonly #session: OnnxSession;

  private constructor(runtime: OnnxRuntime, session: OnnxSession) {
    this.#runtime = runtime;
    this.#session = session;
  }

  /** @throws what reading the folder throws, and OfaError `backend-failed` or `out-of-memory` */
  static async create(
    signal: AbortSignal,
    runtime: OnnxRuntime,
    folder: ModelFolder,
    variant: ModelVariant,
  ): Promise<EncoderSession> {
    const outputs = encoderOutputs(folder.manifest);
    return new EncoderSession(
      runtime,
      await createGraphSession(signal, runtime, folder, variant.encoder, outputs),
    );
  }

  /**
   * Encodes a picture and its prompt: `pixelValues` [1, 3, `side`, `side`], `promptTokens` `[bos, …, eos]`. A run cannot be
   * stopped: an abort counts before it.
   *
   * @throws OfaError `backend-failed` or `out-of-memory`
   */
  async encode(
    signal: AbortSignal,
    pixelValues: Float32Array,
    side: number,
    promptTokens: readonly number[],
  ): Promise<EncodedPicture> {
    signal.throwIfAborted();
    const { Tensor } = this.#runtime;
    const feeds = await this.#session.run({
      [graphNames.pixelValues]: new Tensor('float32', pixelValues, [1, 3, side, side]),
      [graphNames.inputIds]: new Tensor('int32', Int32Array.from(promptTokens), [promptTokens.length]),
    });
    return { feeds, dispose: () => disposeAll(feeds) };
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

/** Frees what every tensor holds. */
export function disposeAll(tensors: Feeds): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}

function encoderOutputs({ architecture }: ModelManifest): readonly string[] {
  const layers = Array.from({ length: architecture.decoderLayers }, (_, layer) => layer);
  return [
    graphNames.crossPositionKey,
    ...layers.flatMap((layer) => [graphNames.crossKey(layer), graphNames.crossValue(layer)]),
  ];
}
