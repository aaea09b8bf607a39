import type { BackendChoice } from '../models/model-choice.ts';

/** What the page says of models before the dialog about them is open. */
export interface ModelsEntryMessages {
  readonly open: string;
  readonly compare: string;
  readonly offer: (title: string, size: string) => string;
  readonly offerAction: string;
  readonly paused: string;
  readonly resume: string;
}

/** Sentences about getting, keeping and choosing models, of one language. Numbers come formatted. */
export interface ModelsMessages {
  readonly title: string;
  readonly paused: string;
  readonly inUse: string;
  readonly use: string;
  readonly insteadOf: (title: string) => string;
  readonly catalogue: string;
  readonly size: (size: string) => string;
  readonly aboutSize: (size: string) => string;
  readonly unknownSize: string;
  readonly licence: string;
  readonly noLicence: string;
  readonly contentNotice: string;
  readonly source: string;
  readonly get: string;
  readonly otherLanguage: string;
  readonly precision: string;
  readonly progress: {
    readonly start: string;
    /** Another tab is at the same model, or at a local one of its own. */
    readonly wait: { readonly hub: string; readonly urls: string; readonly files: string };
    readonly list: string;
    readonly manifest: string;
    readonly download: { readonly hub: string; readonly urls: string; readonly files: string };
    readonly convert: string;
    readonly verify: string;
    readonly meanwhile: string;
    readonly pause: string;
    readonly resume: string;
    readonly cancel: string;
    readonly cancelling: string;
    readonly inMemory: string;
  };
  readonly other: string;
  readonly hub: {
    readonly heading: string;
    readonly site: string;
    readonly reference: string;
    readonly revision: string;
    readonly revisionHint: string;
    readonly sites: string;
    readonly sitesHint: string;
  };
  readonly url: { readonly heading: string; readonly label: string; readonly hint: string };
  readonly local: {
    readonly heading: string;
    readonly hint: string;
    readonly folder: string;
    readonly file: string;
    /** A checkpoint whose files came without a folder. */
    readonly unnamed: string;
  };
  readonly unknownTerms: string;
  readonly comparison: {
    readonly title: string;
    readonly hint: string;
    readonly noPicture: string;
    readonly oneModel: string;
    readonly getAnother: string;
    readonly sides: readonly [string, string];
    readonly builtIn: string;
    readonly model: string;
    readonly run: string;
    readonly stop: string;
    readonly waiting: string;
    readonly loaded: (seconds: string) => string;
    readonly took: (seconds: string) => string;
  };
  readonly backend: {
    readonly heading: string;
    readonly names: Readonly<Record<BackendChoice, string>>;
    readonly measured: (seconds: string) => string;
    readonly unmeasured: string;
    readonly skipped: (backend: string, whatHappened: string) => string;
    /** In place of the error's own sentence, which is about a browser that can run nothing. */
    readonly unavailable: string;
  };
  readonly storage: {
    readonly heading: string;
    readonly none: string;
    readonly denied: string;
    readonly used: (used: string, quota: string) => string;
    readonly persisted: string;
    readonly notPersisted: string;
    readonly persist: string;
    readonly got: (date: string) => string;
    readonly lastUsed: (date: string) => string;
    readonly delete: string;
    readonly deleteSure: (size: string) => string;
    readonly keep: string;
    readonly verify: string;
    readonly verifying: string;
    readonly whole: string;
    readonly damaged: (count: number) => string;
    readonly export: string;
    readonly exportFolder: string;
    readonly exporting: string;
    readonly leftovers: string;
    readonly unknownLeftover: string;
    readonly active: string;
  };
}
