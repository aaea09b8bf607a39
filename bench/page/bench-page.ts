/** What the bench asks of the page that it measures in. Types only: Node calls it through the browser's driver. */
import type { GenerationSettings } from '../../workers/protocol/generation.ts';
import type { CaptionSample } from '../target.ts';

export interface LoadFigures {
  /** From the request to a model that has run once, in milliseconds. */
  readonly milliseconds: number;
  readonly threads: number;
}

export interface BenchPage {
  loadModel(folderUrl: string, variant: string): Promise<LoadFigures>;
  caption(pictureUrl: string, settings: Partial<GenerationSettings>): Promise<CaptionSample>;
  /** Bytes of JavaScript and WebAssembly memory of page and worker, or null where the browser does not tell. */
  memory(): Promise<number | null>;
}
