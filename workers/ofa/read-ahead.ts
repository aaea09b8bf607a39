import { filesOf } from '../protocol/model-files.ts';
import type { ModelFolder, ModelGraph, ModelVariant } from '../protocol/model-folder.ts';

/** Up to this many bytes both graphs of a variant are read ahead; of a larger one the encoder, which is built first. */
const mostForBoth = 64 * 1024 * 1024;

function graphsAhead({ encoder, decoder, bytes }: ModelVariant): readonly ModelGraph[] {
  return bytes <= mostForBoth ? [encoder, decoder] : [encoder];
}

/**
 * `folder`, with the files that are needed first on their way already, so that they are there when the engine is. Each is
 * handed out once; asked for again it is read anew, and nothing is held.
 */
export function readAhead(signal: AbortSignal, folder: ModelFolder, variant: ModelVariant): ModelFolder {
  const begun = new Map(
    filesOf(folder.manifest, graphsAhead(variant)).map((file) => {
      const reading = folder.read(signal, file);
      // Its failure is thrown where it is asked for.
      reading.catch(() => undefined);
      return [file, reading];
    }),
  );
  return {
    manifest: folder.manifest,
    read: (readSignal, file) => {
      const reading = begun.get(file);
      begun.delete(file);
      return reading ?? folder.read(readSignal, file);
    },
  };
}
