import { createStore } from 'zustand/vanilla';
import type { CaptionClient } from '../captions/caption-client.ts';
import type { CaptionPreferences } from '../captions/caption-request.ts';
import { type CaptionWishes, noWishes } from '../captions/caption-wishes.ts';
import { createWordFilter } from '../captions/word-filter.ts';
import type { ModelLoader } from '../models/model-loader.ts';
import type { AnimationClient } from './animation-client.ts';
import { type CaptionActions, createCaptionActions } from './caption-actions.ts';
import { createCaptionQueue } from './caption-queue.ts';
import { createEditActions, type EditActions } from './edit-actions.ts';
import { createExportActions, type ExportActions } from './export-actions.ts';
import { createIntakeActions, type IntakeActions } from './intake-actions.ts';
import { saveFile } from './save-file.ts';
import { createStripActions, type StripActions } from './strip-actions.ts';
import { createStudioStore, type StudioStore } from './studio-store.ts';
import { createZipActions, type ZipActions } from './zip-actions.ts';

/** The state of the page and everything that a person can do to it; components only show and call. */
export interface Studio extends CaptionPreferences {
  readonly store: StudioStore;
  readonly model: ModelLoader;
  readonly intake: IntakeActions;
  readonly captions: CaptionActions;
  readonly strip: StripActions;
  readonly zip: ZipActions;
  readonly edit: EditActions;
  readonly exports: ExportActions;
  readonly dismissProblem: () => void;
}

/** A studio without pictures, whose captions come from that client and model, and whose GIFs from that other client. */
export function createStudio(client: CaptionClient, model: ModelLoader, animation: AnimationClient): Studio {
  const store = createStudioStore();
  const preferences = {
    wishes: createStore<CaptionWishes>(() => noWishes),
    wordFilter: createWordFilter(),
  };
  const captions = createCaptionActions(store, createCaptionQueue(store, client, model, preferences));
  const exports = createExportActions(store, animation);
  return {
    ...preferences,
    store,
    model,
    captions,
    intake: createIntakeActions(store, captions),
    strip: createStripActions(store, captions),
    zip: createZipActions(store, animation, exports.options, saveFile),
    edit: createEditActions(store),
    exports,
    dismissProblem: () => store.setState({ problem: null }),
  };
}
