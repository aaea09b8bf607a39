/** Events on their way to a callback of the page, which comlink calls by messages. */
export interface EventChannel<Event> {
  readonly send: (event: Event) => void;
  /**
   * Resolves when the page has received what was sent. Messages of the callback and of the result take different ports,
   * which keep no order between them: wait for this before returning a result.
   */
  readonly delivered: () => Promise<void>;
}

/** What makes events out of date by newer ones; an event without a phase never is. */
function phaseOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'phase' in event ? event.phase : Symbol('phase');
}

interface Posted {
  readonly phase: unknown;
  readonly received: Promise<unknown>;
}

/**
 * A channel to `callback`, whose return value is the promise of its reception, whatever its type says. While the page has
 * not yet taken an event, only the newest of the same phase waits behind it: a page that paints more slowly than the model
 * writes skips what is out of date, and is not late with the result.
 */
export function eventChannel<Event>(callback: (event: Event) => unknown): EventChannel<Event> {
  /** What the page is taking; its phase holds back events of the same. */
  let underWay: Posted | null = null;
  let waiting: Event | null = null;

  function post(event: Event): void {
    const received = Promise.all([underWay?.received, callback(event)]).catch(() => {
      // A callback that throws does so on the page, which is where it is reported.
    });
    underWay = { phase: phaseOf(event), received };
    void goOnAfter(underWay);
  }

  async function goOnAfter(posted: Posted): Promise<void> {
    await posted.received;
    if (underWay !== posted) return;
    underWay = null;
    flush();
  }

  function flush(): void {
    const event = waiting;
    waiting = null;
    if (event !== null) post(event);
  }

  return {
    send: (event) => {
      if (underWay?.phase === phaseOf(event)) {
        waiting = event;
        return;
      }
      flush();
      post(event);
    },
    async delivered() {
      if (underWay === null) return;
      await underWay.received;
      // What waited for this is under way now.
      await this.delivered();
    },
  };
}
