import type { Tensor } from 'onnxruntime-web/wasm';
import { graphNames } from '../../protocol/graph-names.ts';
import type { ModelFolder, ModelManifest, ModelVariant } from '../../protocol/model-folder.ts';
import { disposeAll, type EncodedPicture } from './encoder-session.ts';
import { createGraphSession } from './graph-session.ts';
import type { Feeds, OnnxRuntime, OnnxSession } from './onnx-runtime.ts';

/** The decoder step graph (`protocol/graph-names.ts`), ready to run. */
export class DecoderSession {
  readonly #runtime: OnnxRuntime;
  readonly #session: OnnxSession;
  readonly #architecture: ModelManifest['architecture'];

  private constructor(
    runtime: OnnxRuntime,
    session: OnnxSession,
    architecture: ModelManifest['architecture'],
  ) {
    this.#runtime = runtime;
    this.#session = session;
    this.#architecture = architecture;
  }

  /** @throws what reading the folder throws, and OfaError `backend-failed` or `out-of-memory` */
  static async create(
    signal: AbortSignal,
    runtime: OnnxRuntime,
    folder: ModelFolder,
    variant: ModelVariant,
  ): Promise<DecoderSession> {
    const { architecture } = folder.manifest;
    const outputs = layerNames(architecture, graphNames.presentKey, graphNames.presentValue);
    const session = await createGraphSession(signal, runtime, folder, variant.decoder, outputs);
    return new DecoderSession(runtime, session, architecture);
  }

  /** Begins a text about `picture`, which must live as long as its steps are taken. */
  start(picture: EncodedPicture): DecoderRun {
    return new DecoderRun(this.#runtime, this.#session, this.#architecture, picture.feeds);
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

/** A text in the making: it keeps the keys and values of the tokens so far (the cache) between steps. */
export class DecoderRun {
  readonly #runtime: OnnxRuntime;
  readonly #session: OnnxSession;
  readonly #architecture: ModelManifest['architecture'];
  readonly #picture: Feeds;
  /** The cache, by input name; keys and values [rows, heads, `#length`, head width]. */
  #past: Readonly<Record<string, Tensor>>;
  #length = 0;

  constructor(
    runtime: OnnxRuntime,
    session: OnnxSession,
    architecture: ModelManifest['architecture'],
    picture: Feeds,
  ) {
    this.#runtime = runtime;
    this.#session = session;
    this.#architecture = architecture;
    this.#picture = picture;
    this.#past = this.#emptyPast();
  }

  /**
   * Appends `tokens[r]` to row `beamIndices[r]` of the step before, giving row r; the first step has one row, which
   * continues nothing. Resolves to the logits [rows, V], row-major, which the caller may overwrite. A run cannot be
   * stopped: an abort counts before it. Steps must not overlap.
   *
   * @throws OfaError `backend-failed` or `out-of-memory`
   */
  async step(signal: AbortSignal, tokens: Int32Array, beamIndices: Int32Array): Promise<Float32Array> {
    signal.throwIfAborted();
    const { Tensor } = this.#runtime;
    const distances = Int32Array.from({ length: this.#length + 1 }, (_, key) => this.#length - key);
    const outputs = await this.#session.run({
      [graphNames.inputIds]: new Tensor('int32', tokens, [tokens.length]),
      [graphNames.beamIndices]: new Tensor('int32', beamIndices, [beamIndices.length]),
      [graphNames.keyDistances]: new Tensor('int32', distances, [distances.length]),
      ...this.#past,
      ...this.#picture,
    });
    disposeAll(this.#past);
    this.#past = this.#nextPast(outputs);
    this.#length += 1;
    return outputs[graphNames.logits].data as Float32Array;
  }

  /** Frees the cache, GPU memory included. No step may follow. */
  dispose(): void {
    disposeAll(this.#past);
    this.#past = {};
  }

  /** Of the type of the picture's keys and values. */
  #emptyPast(): Record<string, Tensor> {
    const { decoderAttentionHeads: heads, hiddenSize } = this.#architecture;
    const isHalf = Object.values(this.#picture).some(({ type }) => type === 'float16');
    const type = isHalf ? 'float16' : 'float32';
    const content = isHalf ? new Uint16Array(0) : new Float32Array(0);
    const empty = () => new this.#runtime.Tensor(type, content, [1, heads, 0, hiddenSize / heads]);
    const names = layerNames(this.#architecture, graphNames.pastKey, graphNames.pastValue);
    return Object.fromEntries(names.map((name) => [name, empty()]));
  }

  #nextPast(outputs: Feeds): Record<string, Tensor> {
    const past = layerNames(this.#architecture, graphNames.pastKey, graphNames.pastValue);
    const present = layerNames(this.#architecture, graphNames.presentKey, graphNames.presentValue);
    return Object.fromEntries(past.map((name, index) => [name, outputs[present[index]]]));
  }
}

/** The names of keys and values of all layers, in a fixed order. */
function layerNames(
  { decoderLayers }: ModelManifest['architecture'],
  key: (layer: number) => string,
  value: (layer: number) => string,
): readonly string[] {
  return Array.from({ length: decoderLayers }, (_, layer) => [key(layer), value(layer)]).flat();
}
