import { describe, expect, it } from 'vitest';
import type { CaptionJob } from './caption-job.ts';
import {
  batchOnShow,
  batchWith,
  earlierTexts,
  firstBatch,
  isNewestShown,
  withNextBatch,
  withStoppedBatch,
} from './batches.ts';

const stoppedWith = (...texts: readonly string[]): CaptionJob => ({
  status: 'stopped',
  hypotheses: texts.map((text) => ({ text, tokens: [2], score: -1, finished: true })),
});

const written = { ...firstBatch, job: stoppedWith('一', '二') };

describe('another batch', () => {
  it('is on show at once; the one before it can be gone back to', () => {
    const next = withNextBatch(written, 'draw');
    expect(batchOnShow(next).status).toBe('waiting');
    expect(isNewestShown(next)).toBe(true);
    expect(batchOnShow({ ...next, shown: 0 })).toBe(written.job);
  });

  it('knows what has been shown before', () => {
    const second = { ...withNextBatch(written, 'draw'), job: stoppedWith('三') };
    expect(earlierTexts(withNextBatch(second, 'draw'))).toEqual(['一', '二', '三']);
  });

  it('takes the place of one without captions', () => {
    const empty = { ...withNextBatch(written, 'draw'), job: stoppedWith() };
    expect(withNextBatch(empty, 'draw').earlier).toEqual([written.job]);
  });

  it('that is stopped before its first caption gives way to the one before', () => {
    const stopped = withStoppedBatch(withNextBatch(written, 'draw'));
    expect(batchOnShow(stopped)).toBe(written.job);
    expect(stopped.earlier).toEqual([]);
  });
});

describe('the batch that a caption came of', () => {
  const second = { ...withNextBatch(written, 'draw'), job: stoppedWith('三') };

  it('is an earlier one where that has it', () => {
    expect(batchWith(second, '二')).toBe(written.job);
    expect(batchWith(second, '三')).toBe(second.job);
  });

  it('is the newest where none has it', () => {
    expect(batchWith(second, '自己写的')).toBe(second.job);
  });
});

it('a first batch that is stopped before its first caption stays as stopped', () => {
  expect(withStoppedBatch(firstBatch).job).toEqual({ status: 'stopped', hypotheses: [] });
});
