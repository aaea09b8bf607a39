import { readFile } from 'node:fs/promises';
import { loadCaptionModel, type CaptionModel } from '../ofa/caption-model.ts';
import { caption } from '../ofa/captioner.ts';
import { chooseVariant, namedVariant } from '../ofa/choose-variant.ts';
import type { PreparePicture } from '../ofa/picture-encoder.ts';
import type { CaptionResult, ModelEvent } from '../protocol/caption-service.ts';
import { isAbort, OfaError } from '../protocol/errors.ts';
import { captionUsage, parseCaptionArguments, type CaptionArguments } from './caption-arguments.ts';
import { described, exitCodeOf, exitCodes, type CommandOutput } from './command.ts';
import { openNodeModelFolder } from './node-model-folder.ts';
import { nodeRuntime } from './node-runtime.ts';

interface CaptionedImage {
  readonly file: string;
  readonly result: CaptionResult;
}

/**
 * `npm run caption`: captions every picture of the command line in turn. A picture that fails is named with its error's
 * code, the others are captioned all the same. Returns the exit code; never throws.
 */
export async function captionCommand(
  signal: AbortSignal,
  argv: readonly string[],
  preparePicture: PreparePicture,
  output: CommandOutput,
): Promise<number> {
  let parsed: CaptionArguments | null;
  try {
    parsed = parseCaptionArguments(argv);
  } catch (error) {
    output.err(`${described(error)}\n\n${captionUsage}`);
    return exitCodes.wrongUsage;
  }
  if (parsed === null) {
    output.out(captionUsage);
    return exitCodes.success;
  }
  try {
    return await captionAll(signal, parsed, preparePicture, output);
  } catch (error) {
    output.err(`${described(error)}\n`);
    return exitCodeOf(error);
  }
}

async function captionAll(
  signal: AbortSignal,
  { folder, images, json, variant, settings, resolution }: CaptionArguments,
  preparePicture: PreparePicture,
  output: CommandOutput,
): Promise<number> {
  const model = await openModel(signal, folder, variant, ({ phase, ...event }) => {
    output.err(`${phase}${'graph' in event ? ` ${event.graph}` : ''} …\n`);
  });
  const captioned: CaptionedImage[] = [];
  for (const file of images) {
    try {
      const image = await openImage(signal, file);
      const result = await caption(
        signal,
        model,
        preparePicture,
        image,
        { settings, resolution },
        () => undefined,
      );
      captioned.push({ file, result });
      if (!json) output.out(readable(file, result));
    } catch (error) {
      if (isAbort(error)) throw error;
      output.err(`${file}: ${described(error)}\n`);
    }
  }
  if (json) output.out(`${JSON.stringify({ images: captioned.map(jsonEntry) })}\n`);
  return captioned.length === images.length ? exitCodes.success : exitCodes.failure;
}

async function openModel(
  signal: AbortSignal,
  path: string,
  variant: string | undefined,
  onEvent: (event: ModelEvent) => void,
): Promise<CaptionModel> {
  onEvent({ phase: 'manifest' });
  const folder = await openNodeModelFolder(signal, path);
  const { manifest } = folder;
  // The native CPU build runs what the WebAssembly build runs; forced by name, also what is meant for GPUs.
  const chosen =
    variant === undefined
      ? chooseVariant(manifest, { backend: 'wasm', features: [] })
      : namedVariant(manifest, variant);
  return loadCaptionModel(signal, nodeRuntime(), folder, chosen, onEvent);
}

async function openImage(signal: AbortSignal, file: string): Promise<Blob> {
  try {
    return new Blob([new Uint8Array(await readFile(file, { signal }))]);
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new OfaError('image-unsupported', `The file cannot be read: ${reason}`, { file }, error);
  }
}

function jsonEntry({ file, result }: CaptionedImage) {
  const hypotheses = result.hypotheses.map(({ text, tokens, score }) => ({ text, tokens, score }));
  return { file, hypotheses, timings: result.timings };
}

function readable(file: string, { hypotheses, timings }: CaptionResult): string {
  const seconds = ((timings.preprocess + timings.encode + timings.decode) / 1000).toFixed(2);
  const lines = hypotheses.map(({ text, score }) => `  ${score.toFixed(4)}  ${text}\n`);
  return `${file}  (${seconds} s, ${timings.steps} steps)\n${lines.join('')}`;
}
