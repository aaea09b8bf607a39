import { useEffect, useState } from 'react';
import { isAbort, type OfaError, toOfaError } from '../../workers/protocol/errors.ts';

export type Asked<Value> =
  | { readonly status: 'asking' }
  | { readonly status: 'known'; readonly value: Value }
  | { readonly status: 'failed'; readonly error: OfaError; readonly again: () => void };

/** The answer to a question that is asked when the component appears; `ask` must stay the same. */
export function useAsked<Value>(ask: (signal: AbortSignal) => Promise<Value>): Asked<Value> {
  const [asked, setAsked] = useState<Asked<Value>>({ status: 'asking' });
  const [times, setTimes] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const again = (): void => {
      setAsked({ status: 'asking' });
      setTimes(times + 1);
    };
    ask(signal).then(
      (value) => signal.aborted || setAsked({ status: 'known', value }),
      (error: unknown) => {
        if (!signal.aborted && !isAbort(error))
          setAsked({ status: 'failed', error: toOfaError(error), again });
      },
    );
    return () => controller.abort();
  }, [ask, times]);
  return asked;
}
