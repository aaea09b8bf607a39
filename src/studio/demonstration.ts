import { createContext, use, useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CaptionClient } from '../captions/caption-client.ts';
import { hiddenWordsOf, type WordFilter } from '../captions/word-filter.ts';
import type { ModelLoader } from '../models/model-loader.ts';

/** Captions by sample file; a growing one while it is being written. */
type SampleCaptions = Readonly<Record<string, string>>;

export interface Demonstration {
  readonly store: StoreApi<SampleCaptions>;
  /** Captions the samples that have none yet. Quiet about failures: what fails is told when a person's picture does. */
  readonly run: (signal: AbortSignal, files: readonly string[]) => Promise<void>;
}

/** A larger model would keep the machine busy for longer than a person waits with a picture. */
const mostParameters = 50_000_000;

const none: SampleCaptions = {};
const noStore = createStore<SampleCaptions>(() => none);

/** Shows on samples what the model does, as soon as it is ready. */
export function createDemonstration(
  client: CaptionClient,
  model: ModelLoader,
  wordFilter: StoreApi<WordFilter>,
): Demonstration {
  const store = createStore<SampleCaptions>(() => none);
  const finished = new Set<string>();

  async function write(signal: AbortSignal, file: string): Promise<void> {
    const response = await fetch(new URL(`samples/${file}`, document.baseURI), { signal });
    if (!response.ok) return;
    const options = { hiddenWords: await hiddenWordsOf(wordFilter.getState()) };
    const show = (text: string | undefined): void => {
      if (text !== undefined) store.setState({ [file]: text });
    };
    const { hypotheses } = await client.caption(signal, await response.blob(), options, (event) => {
      if (event.phase === 'decode') show(event.hypotheses.at(0)?.text);
    });
    show(hypotheses.at(0)?.text);
    finished.add(file);
  }

  async function run(signal: AbortSignal, files: readonly string[]): Promise<void> {
    try {
      const { manifest } = await model.whenReady(signal);
      if (manifest.architecture.parameters > mostParameters) return;
      for (const file of files) if (!finished.has(file)) await write(signal, file);
    } catch {
      // Stopped by a picture that has come, or failed: the samples stay as they are.
    }
  }

  return { store, run };
}

/** Null where nothing is demonstrated. */
export const DemonstrationContext = createContext<Demonstration | null>(null);

/** Captions of the samples, which are written while the component that asks is there. */
export function useDemonstration(files: readonly string[]): SampleCaptions {
  const demonstration = use(DemonstrationContext);
  useEffect(() => {
    const controller = new AbortController();
    void demonstration?.run(controller.signal, files);
    return () => controller.abort();
  }, [demonstration, files]);
  return useStore(demonstration?.store ?? noStore);
}
