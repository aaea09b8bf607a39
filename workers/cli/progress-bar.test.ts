import { describe, expect, it } from 'vitest';
import { createProgressBar } from './progress-bar.ts';
import type { ProgressBar } from './progress-bar.ts';

interface Terminal {
  readonly bar: ProgressBar;
  readonly written: string[];
  /** Moves the clock on. */
  readonly pass: (milliseconds: number) => void;
}

function terminal(columns: number | undefined): Terminal {
  const written: string[] = [];
  let time = 0;
  const bar = createProgressBar({ write: (text) => written.push(text), columns }, () => time);
  return {
    bar,
    written,
    pass: (milliseconds) => {
      time += milliseconds;
    },
  };
}

describe('in a terminal', () => {
  it('redraws one line with bytes and tensor name, not too often, and keeps it when done', () => {
    const { bar, written, pass } = terminal(80);
    bar.update('Writing', 1e6, 4e6, 'first');
    bar.update('Writing', 1.5e6, 4e6, 'second');
    pass(60);
    bar.update('Writing', 2e6, 4e6, 'third');
    bar.update('Writing', 4e6, 4e6, 'last');
    expect(written).toHaveLength(3);
    expect(written[0]).toContain('25 %  1.0 / 4.0 MB  first');
    expect(written[1]).toContain('50 %  2.0 / 4.0 MB  third');
    expect(written[2]).toMatch(/100 % {2}4\.0 \/ 4\.0 MB\n$/);
    expect(written.every((text) => text.startsWith('\r'))).toBe(true);
  });

  it('never wraps', () => {
    const { bar, written } = terminal(40);
    bar.update('Writing', 1, 4, 'encoder.layers.11.self_attn.out_proj.weight');
    expect(written[0].replace('\r\u001b[K', '').length).toBeLessThan(40);
  });
});

describe('in a file', () => {
  it('writes a line for every tenth of each phase', () => {
    const { bar, written } = terminal(undefined);
    for (let done = 1; done <= 1000; done++) bar.update('Hashing', done, 1000, '');
    bar.update('Writing', 0, 1000, 'first');
    bar.note('done');
    expect(written).toHaveLength(11 + 2);
    expect(written.every((text) => text.endsWith('\n') && !text.includes('\r'))).toBe(true);
    expect(written.at(-1)).toBe('done\n');
  });

  it('shows nothing to do as done', () => {
    const { bar, written } = terminal(undefined);
    bar.update('Hashing', 0, 0, '');
    expect(written[0]).toContain('100 %');
  });
});
