/** What a hub's log says of the parts of a file that it has sent. */
import type { StandInHub } from '../../workers/testing/stand-in-hub/stand-in-hub.ts';

export interface SentRange {
  readonly first: number;
  readonly last: number;
}

/** The ranges of `file` that were answered with its bytes since the log was last taken, in order. */
export function takeSentRanges(hub: StandInHub, file: string): readonly SentRange[] {
  return hub.takeRequests().flatMap((request) => {
    if (request.file !== file || request.server !== 'cdn' || request.status !== 206) return [];
    const [, first, last] = /^bytes=(\d+)-(\d+)$/u.exec(request.range ?? '') ?? [];
    return first === undefined ? [] : [{ first: Number(first), last: Number(last) }];
  });
}

/** Bytes that lie in more than one of the ranges. */
export function bytesSentTwice(ranges: readonly SentRange[]): number {
  let end = -1;
  let twice = 0;
  for (const { first, last } of [...ranges].sort((a, b) => a.first - b.first)) {
    twice += Math.max(0, Math.min(end, last) - first + 1);
    end = Math.max(end, last);
  }
  return twice;
}
