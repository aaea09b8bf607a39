import type { ModelEvent } from '../protocol/caption-service.ts';
import type { ModelFolder, ModelManifest, ModelVariant } from '../protocol/model-folder.ts';
import { TokenTrie } from './generate/token-trie.ts';
import { DecoderSession } from './session/decoder-session.ts';
import { EncoderSession } from './session/encoder-session.ts';
import type { OnnxRuntime } from './session/onnx-runtime.ts';
import { createChineseTokenizer } from './tokenizer/chinese-tokenizer.ts';
import type { Tokenizer } from './tokenizer/tokenizer.ts';

/** A model whose graphs are ready to run. */
export interface CaptionModel {
  readonly manifest: ModelManifest;
  readonly variant: ModelVariant;
  readonly tokenizer: Tokenizer;
  /** The answers that generation is restricted to, or null. */
  readonly answers: TokenTrie | null;
  readonly encoder: EncoderSession;
  readonly decoder: DecoderSession;
}

/**
 * Reads a variant from its folder and builds its sessions, the encoder before the decoder, so that only one graph's
 * weights are in JavaScript's memory at a time.
 *
 * @throws what `folder.read` throws, OfaError `backend-failed` or `out-of-memory`, and the signal's reason on abort. What
 *   was built by then is released.
 */
export async function loadCaptionModel(
  signal: AbortSignal,
  runtime: OnnxRuntime,
  folder: ModelFolder,
  variant: ModelVariant,
  onEvent: (event: ModelEvent) => void,
): Promise<CaptionModel> {
  const { manifest } = folder;
  const vocabulary = new TextDecoder().decode(await folder.read(signal, manifest.vocabulary));
  const tokenizer = createChineseTokenizer(vocabulary);
  onEvent({ phase: 'build', graph: 'encoder' });
  const encoder = await EncoderSession.create(signal, runtime, folder, variant);
  try {
    onEvent({ phase: 'build', graph: 'decoder' });
    const decoder = await DecoderSession.create(signal, runtime, folder, variant);
    return { manifest, variant, tokenizer, answers: answerTrie(manifest, tokenizer), encoder, decoder };
  } catch (error) {
    await encoder.release();
    throw error;
  }
}

/**
 * Runs both graphs once on an empty picture: the first run compiles, and shows whether the backend can run them at all.
 *
 * @throws OfaError `backend-failed` or `out-of-memory`, and the signal's reason on abort
 */
export async function warmUp(signal: AbortSignal, model: CaptionModel): Promise<void> {
  const { patchImageSize: side } = model.manifest.preprocessing;
  const empty = new Float32Array(3 * side * side);
  const picture = await model.encoder.encode(signal, empty, side, model.manifest.prompt.tokenIds);
  const run = model.decoder.start(picture);
  try {
    await run.step(signal, Int32Array.of(model.tokenizer.bosId), Int32Array.of(0));
  } finally {
    run.dispose();
    picture.dispose();
  }
}

/** Frees both sessions. The model must not be used again. */
export async function releaseCaptionModel(model: CaptionModel): Promise<void> {
  await model.decoder.release();
  await model.encoder.release();
}

/** Each answer between bos and eos, tokenised with a blank before it (reference/README.md, section 5, Trie). */
function answerTrie({ generation }: ModelManifest, tokenizer: Tokenizer): TokenTrie | null {
  if (generation.answers === null) return null;
  const sequences = generation.answers.map((answer) => [
    tokenizer.bosId,
    ...tokenizer.encode(` ${answer}`),
    tokenizer.eosId,
  ]);
  return new TokenTrie(sequences, tokenizer.eosId);
}
