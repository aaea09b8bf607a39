/** Events on their way to a callback of the page, which comlink calls by messages. */
export interface EventChannel<Event> {
  readonly send: (event: Event) => void;
  /**
   * Resolves when the page has received what was sent. Messages of the callback and of the result take different ports,
   * which keep no order between them: wait for this before returning a result.
   */
  readonly delivered: () => Promise<void>;
}

/** A channel to `callback`, whose return value is the promise of its reception, whatever its type says. */
export function eventChannel<Event>(callback: (event: Event) => unknown): EventChannel<Event> {
  let pending: Promise<unknown> = Promise.resolve();
  return {
    send: (event) => {
      const received = Promise.resolve(callback(event)).catch(() => {
        // A callback that throws does so on the page, which is where it is reported.
      });
      pending = Promise.all([pending, received]);
    },
    delivered: async () => {
      await pending;
    },
  };
}
