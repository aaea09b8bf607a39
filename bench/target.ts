/** One place where a variant of a model runs, and what is measured there. */
import type { CaptionTimings } from '../workers/protocol/caption-service.ts';
import type { GenerationSettings } from '../workers/protocol/generation.ts';

export interface CaptionSample {
  /** From the request to the finished captions, in milliseconds. */
  readonly milliseconds: number;
  readonly timings: CaptionTimings;
  /** The best caption. */
  readonly text: string;
}

export interface LoadSamples {
  /** Milliseconds until the model is ready: nothing stored yet. */
  readonly cold: number;
  /** The same with the weights in the browser's storage; null where there is none, or where it was not measured. */
  readonly cached: number | null;
  readonly threads: number;
}

export interface MemorySamples {
  /** Peak resident memory in bytes of the process that computes; null where the system does not tell. */
  readonly peakResident: number | null;
}

export interface Target {
  load(): Promise<LoadSamples>;
  caption(settings: Partial<GenerationSettings>): Promise<CaptionSample>;
  /** Milliseconds for as many pictures handed over at once; null where pictures are only taken one by one. */
  captionBatch(settings: Partial<GenerationSettings>, pictures: number): Promise<number | null>;
  memory(): Promise<MemorySamples>;
  close(): Promise<void>;
}
