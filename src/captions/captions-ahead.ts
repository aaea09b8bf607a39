import type {
  CaptionEvent,
  CaptionOptions,
  CaptionResult,
  LoadedModel,
} from '../../workers/protocol/caption-service.ts';
import type { CaptionClient } from './caption-client.ts';

/** What captions are of: the model that writes them, the picture's file, and the wishes. */
interface Subject {
  readonly model: LoadedModel;
  readonly image: Blob;
  readonly options: CaptionOptions;
}

/**
 * Captions whose writing begins before their picture is on the stage: while the page decodes and lays out a picture, the
 * worker can look at it already.
 */
export interface CaptionsAhead {
  /** Begins with a picture. @returns gives it up; without effect once `caption` has taken it up */
  readonly begin: (subject: Subject) => () => void;
  /**
   * As the client's `caption`. Takes up what was begun of the same subject, beginning with its latest event; of another it
   * is given up.
   *
   * @throws what the client throws
   */
  readonly caption: (
    signal: AbortSignal,
    subject: Subject,
    onEvent: (event: CaptionEvent) => void,
  ) => Promise<CaptionResult>;
}

interface Begun extends Subject {
  readonly controller: AbortController;
  readonly result: Promise<CaptionResult>;
  latest: CaptionEvent | null;
  onEvent: (event: CaptionEvent) => void;
}

function isSame(begun: Subject, { model, image, options }: Subject): boolean {
  return (
    begun.model === model &&
    begun.image === image &&
    JSON.stringify(begun.options) === JSON.stringify(options)
  );
}

/** At most one picture is ahead. */
export function createCaptionsAhead(client: Pick<CaptionClient, 'caption'>): CaptionsAhead {
  let ahead: Begun | null = null;

  function giveUp(begun: Begun): void {
    if (ahead !== begun) return;
    ahead = null;
    begun.controller.abort();
  }

  function begin({ model, image, options }: Subject): () => void {
    if (ahead !== null) giveUp(ahead);
    const controller = new AbortController();
    const result = client.caption(controller.signal, image, options, (event) => {
      begun.latest = event;
      begun.onEvent(event);
    });
    // Whoever takes it up hears of a failure.
    result.catch(() => undefined);
    const begun: Begun = { model, image, options, controller, result, latest: null, onEvent: () => {} };
    ahead = begun;
    return () => giveUp(begun);
  }

  const caption: CaptionsAhead['caption'] = async (signal, subject, onEvent) => {
    signal.throwIfAborted();
    if (ahead === null || !isSame(ahead, subject)) {
      if (ahead !== null) giveUp(ahead);
      return client.caption(signal, subject.image, subject.options, onEvent);
    }
    const begun = ahead;
    ahead = null;
    begun.onEvent = onEvent;
    if (begun.latest !== null) onEvent(begun.latest);
    const abort = (): void => begun.controller.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await begun.result;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  };

  return { begin, caption };
}
