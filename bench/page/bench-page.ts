/** What the bench asks of the page that it measures in. Types only: Node calls it through the browser's driver. */
import type { GenerationSettings } from '../../workers/protocol/generation.ts';
import type { CaptionSample } from '../target.ts';

export interface LoadFigures {
  /** From the request to a model that has run once, in milliseconds. */
  readonly milliseconds: number;
  readonly threads: number;
}

interface LoadOptions {
  readonly folderUrl: string;
  readonly variant: string;
  readonly threads: number;
  /** True if the variant is one of the baselines, which have a worker of their own. */
  readonly isBaseline: boolean;
}

/** A checkpoint that was converted into the browser's storage. */
export interface Conversion {
  /** From the request to a model in storage. */
  readonly milliseconds: number;
  /** Where `loadModel` finds it. */
  readonly folderUrl: string;
  readonly variant: string;
}

interface HubOptions {
  /** Origin of the hub. */
  readonly site: string;
  readonly reference: string;
  readonly precision: string;
}

export interface BenchPage {
  loadModel(options: LoadOptions): Promise<LoadFigures>;
  caption(pictureUrl: string, settings: Partial<GenerationSettings>): Promise<CaptionSample>;
  /** Milliseconds until as many pictures are captioned, all handed over at once. */
  captionBatch(pictureUrl: string, settings: Partial<GenerationSettings>, pictures: number): Promise<number>;
  /** Downloads and converts a hub's checkpoint. */
  convertFromHub(options: HubOptions): Promise<Conversion>;
  /** Converts the checkpoint folder that the page's field holds. */
  convertPicked(precision: string): Promise<Conversion>;
}
