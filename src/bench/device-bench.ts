/** Measures the built-in model on the device that the page runs on, in a worker of its own. */
import type { Backend } from '../../workers/protocol/model-folder.ts';
import type { CaptionClient } from '../captions/caption-client.ts';

/** One caption, milliseconds. */
interface CaptionFigures {
  readonly encode: number;
  /** Of one decoder step. */
  readonly step: number;
  /** From the request to the last caption. */
  readonly whole: number;
}

export interface DeviceResult {
  readonly time: string;
  readonly userAgent: string;
  readonly cores: number;
  readonly model: string;
  readonly variant: string;
  readonly backend: Backend;
  readonly threads: number;
  readonly downloadBytes: number;
  /** Milliseconds until the model was ready; from storage, if the page had loaded it before. */
  readonly load: number;
  readonly captions: readonly CaptionFigures[];
  readonly picturesPerMinute: number;
}

export interface DeviceBench {
  /** Its worker is started by the bench and ended with it. */
  readonly client: CaptionClient;
  /** URL of the model folder, ending in `/`. */
  readonly folderUrl: string;
  readonly backend: Backend;
  /** Different ones: a picture that the worker still knows is not looked at again. */
  readonly pictures: readonly Blob[];
}

export type BenchPhase = 'load' | 'captions' | 'batch';

/** The middle value, the upper of the two middle ones where their number is even. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/**
 * Loads the model, captions the first picture unmeasured, each other one alone, and all of them at once.
 *
 * @throws OfaError of the model, backend or pictures; the signal's reason on abort
 */
export async function measureDevice(
  signal: AbortSignal,
  { client, folderUrl, backend, pictures }: DeviceBench,
  onPhase: (phase: BenchPhase) => void,
): Promise<DeviceResult> {
  const caption = (picture: Blob) => client.caption(signal, picture, {}, () => {});
  try {
    onPhase('load');
    const started = performance.now();
    const loaded = await client.loadModel(signal, { folderUrl, backends: [backend] }, () => {});
    const load = performance.now() - started;

    onPhase('captions');
    const [unmeasured, ...others] = pictures;
    await caption(unmeasured);
    const captions: CaptionFigures[] = [];
    for (const picture of others) {
      const begun = performance.now();
      const { encode, decode, steps } = (await caption(picture)).timings;
      captions.push({ encode, step: decode / steps, whole: performance.now() - begun });
    }

    onPhase('batch');
    const begun = performance.now();
    await Promise.all(pictures.map(caption));
    const picturesPerMinute = (60_000 * pictures.length) / (performance.now() - begun);

    const { manifest, variant, threads } = loaded;
    return {
      time: new Date().toISOString(),
      userAgent: navigator.userAgent,
      cores: navigator.hardwareConcurrency,
      model: manifest.id,
      variant,
      backend: loaded.backend,
      threads,
      downloadBytes: manifest.variants.find(({ name }) => name === variant)?.bytes ?? 0,
      load,
      captions,
      picturesPerMinute,
    };
  } finally {
    client.dispose();
  }
}
