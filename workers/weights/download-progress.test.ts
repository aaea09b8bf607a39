import { beforeEach, expect, it } from 'vitest';
import type { ModelEvent } from '../protocol/caption-service.ts';
import { downloadProgress, type DownloadProgress } from './download-progress.ts';

const one = { sha256: 'a', bytes: 1_000 };
const two = { sha256: 'b', bytes: 3_000 };
let time: number;
let events: ModelEvent[];
let progress: DownloadProgress;

beforeEach(() => {
  time = 0;
  events = [];
  progress = downloadProgress(
    4_000,
    () => time,
    (event) => events.push(event),
  );
});

it('adds up what was stored and what has been received', () => {
  progress.foundStored(one);
  time = 100;
  progress.received(two, 500);
  expect(events.at(-1)).toEqual({
    phase: 'download',
    loadedBytes: 1_500,
    totalBytes: 4_000,
    storedBytes: 1_000,
    speed: null,
  });
});

it('reports ten times a second at most, and the exact state when asked', () => {
  for (time = 0; time < 1_000; time += 5) progress.received(two, time);
  expect(events).toHaveLength(10);
  progress.received(two, 3_000);
  progress.report();
  expect(events.at(-1)).toMatchObject({ loadedBytes: 3_000 });
});

it('goes back when a shard starts over, and does not count that as speed', () => {
  progress.received(two, 0);
  time = 1_000;
  progress.received(two, 1_000);
  time = 2_000;
  progress.received(two, 2_000);
  time = 3_000;
  progress.received(two, 0);
  expect(events.at(-1)).toMatchObject({ loadedBytes: 0, speed: 500 });
});

it('counts a shard that is found twice once', () => {
  progress.foundStored(one);
  progress.foundStored(one);
  progress.report();
  expect(events.at(-1)).toMatchObject({ loadedBytes: 1_000, storedBytes: 1_000 });
});
