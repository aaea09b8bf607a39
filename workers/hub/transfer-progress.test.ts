import { expect, it } from 'vitest';
import { progressMeter, type TransferProgress } from './transfer-progress.ts';

it('adds up the files, tells what was stored apart, and reports ten times a second at most', () => {
  let time = 0;
  const reports: TransferProgress[] = [];
  const meter = progressMeter(
    1000,
    () => time,
    (progress) => reports.push(progress),
  );
  meter.found('a', 100);
  meter.found('b', 50);
  meter.report();
  meter.loaded('a', 300);
  time = 99;
  meter.loaded('b', 150);
  expect(reports).toEqual([{ loadedBytes: 150, totalBytes: 1000, storedBytes: 150, speed: null }]);
  time = 1000;
  meter.loaded('a', 500);
  expect(reports).toHaveLength(2);
  expect(reports[1]).toEqual({ loadedBytes: 650, totalBytes: 1000, storedBytes: 150, speed: 300 });
});

it('follows a file that starts over', () => {
  const reports: TransferProgress[] = [];
  const meter = progressMeter(
    10,
    () => 0,
    (progress) => reports.push(progress),
  );
  meter.loaded('a', 8);
  meter.loaded('a', 0);
  meter.loaded('a', 3);
  meter.report();
  expect(reports.at(-1)?.loadedBytes).toBe(3);
});
