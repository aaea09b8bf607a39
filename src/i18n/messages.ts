import type { ErrorCode, ErrorDetails } from '../../workers/protocol/errors.ts';
import type { CaptionJob } from '../captions/caption-job.ts';
import type { Step } from '../captions/caption-wishes.ts';
import type { TextLayer } from '../meme/document.ts';
import type { FaceName } from '../meme/faces.ts';
import type { LookName } from '../meme/looks.ts';
import type { Placement } from '../meme/placement.ts';

/** A failure in the person's words. */
interface Explanation {
  readonly whatHappened: string;
  readonly whatToDo: string;
}

/**
 * Every sentence of the page. Each language is one object of this type, so a missing one does not compile.
 * Numbers come formatted.
 */
export interface Messages {
  readonly title: string;
  readonly description: string;
  readonly appName: string;
  readonly language: { readonly label: string; readonly other: string };
  readonly empty: {
    readonly demonstration: string;
    readonly heading: string;
    readonly hint: string;
    readonly hintTouch: string;
    readonly privacy: string;
  };
  readonly intake: {
    readonly choose: string;
    readonly paste: string;
    readonly photo: string;
    readonly link: string;
    readonly another: string;
    /** Beside several pictures, where a further one takes no other's place. */
    readonly oneMore: string;
    readonly dropHere: string;
    readonly opening: (fileName: string) => string;
  };
  readonly samples: {
    readonly heading: string;
    readonly more: string;
    readonly use: (title: string) => string;
    readonly credits: string;
    readonly aboutModel: string;
    readonly parameters: (count: string) => string;
  };
  readonly model: {
    readonly label: string;
    readonly manifest: string;
    readonly wait: string;
    readonly download: string;
    readonly bytes: (loaded: string, total: string) => string;
    readonly speed: (perSecond: string) => string;
    readonly timeLeft: (duration: string) => string;
    readonly stored: (bytes: string) => string;
    readonly engine: string;
    readonly build: Readonly<Record<'encoder' | 'decoder', string>>;
    readonly warmUp: string;
    readonly starting: string;
    readonly ready: string;
    readonly threads: (count: number) => string;
    readonly notStored: string;
    readonly stopped: string;
    readonly failed: string;
    readonly load: string;
    readonly stop: string;
  };
  readonly captions: {
    readonly heading: string;
    readonly list: string;
    readonly help: string;
    readonly waiting: string;
    readonly queued: string;
    readonly preprocess: string;
    readonly encode: string;
    readonly writing: string;
    readonly decode: (step: number, maxSteps: number) => string;
    readonly done: (count: number) => string;
    readonly stopped: string;
    readonly stop: string;
    readonly again: string;
    readonly took: (seconds: string) => string;
    readonly score: (percent: string) => string;
    readonly announceBest: (text: string, count: number) => string;
    readonly another: string;
    readonly batches: string;
    readonly batch: (number: number, count: number) => string;
    readonly previousBatch: string;
    readonly nextBatch: string;
    readonly noMore: string;
    readonly ownTextKept: string;
  };
  readonly wishes: {
    readonly heading: string;
    readonly length: string;
    readonly lengths: Readonly<Record<Step, string>>;
    readonly mood: string;
    readonly moods: Readonly<Record<Step, string>>;
    readonly fast: string;
    readonly fastHelp: string;
    readonly reset: string;
    readonly rewrite: string;
  };
  readonly filter: {
    readonly hide: string;
    readonly help: string;
    readonly show: string;
    readonly list: string;
    readonly listHelp: string;
    readonly resetList: string;
    readonly hidden: (count: number) => string;
    readonly showAnyway: string;
  };
  readonly text: {
    readonly heading: string;
    readonly label: string;
    readonly placeholder: string;
    readonly size: string;
    readonly automaticSize: string;
    readonly automatic: string;
    readonly place: string;
    readonly places: Readonly<Record<Placement, string>>;
    readonly undo: string;
    readonly redo: string;
    readonly move: string;
    readonly moveHelp: string;
    readonly empty: string;
    readonly missing: (characters: string) => string;
    readonly layers: string;
    readonly add: string;
    readonly duplicate: string;
    readonly forward: string;
    readonly backward: string;
    readonly remove: string;
    readonly look: string;
    readonly looks: Readonly<Record<LookName, string>>;
    readonly more: string;
    readonly face: string;
    readonly faces: Readonly<Record<FaceName, string>>;
    readonly fill: string;
    readonly ground: string;
    readonly outline: string;
    readonly outlineWidth: string;
    readonly shadow: string;
    readonly align: string;
    readonly aligns: Readonly<Record<TextLayer['align'], string>>;
    readonly direction: string;
    readonly directions: Readonly<Record<'level' | 'upright', string>>;
    readonly letterSpacing: string;
    readonly lineHeight: string;
    readonly rotation: string;
    /** By `#rrggbb`. */
    readonly colours: Readonly<Record<string, string>>;
    readonly anyColour: (label: string) => string;
  };
  readonly stage: {
    readonly preview: (text: string) => string;
    readonly play: string;
    readonly pause: string;
  };
  readonly strip: {
    readonly add: string;
    readonly label: string;
    readonly pictures: (count: number) => string;
    readonly picture: (name: string, state: string) => string;
    readonly states: Readonly<Record<CaptionJob['status'], string>>;
    readonly back: string;
    readonly forth: string;
    readonly remove: string;
    readonly removed: (name: string) => string;
    readonly restore: string;
    readonly downloadAll: string;
    readonly packing: (done: number, total: number) => string;
    readonly cancel: string;
  };
  readonly exports: {
    readonly download: (format: string) => string;
    readonly copy: string;
    readonly share: string;
    readonly options: string;
    readonly size: (width: number, height: number) => string;
    readonly copied: string;
    readonly saved: string;
  };
  readonly app: {
    readonly dismiss: string;
    readonly close: string;
    readonly retry: string;
    readonly reload: string;
    readonly offlineReady: string;
    readonly updateReady: string;
    /** What an update does to the pictures on the page; follows on `updateReady`. */
    readonly updateKeeps: string;
    readonly updateLoses: string;
    readonly update: string;
    readonly later: string;
    readonly crashed: string;
    readonly crashedHelp: string;
    readonly details: string;
  };
  readonly errors: Readonly<Record<ErrorCode, (details: ErrorDetails) => Explanation>>;
}
