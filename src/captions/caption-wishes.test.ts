import { describe, expect, it } from 'vitest';
import { drawingFor, noWishes, settingsFor, type Step, withMeanScores } from './caption-wishes.ts';

const steps: readonly Step[] = [-2, -1, 0, 1, 2];

describe('wishes for captions', () => {
  it.each(['search', 'draw'] as const)('that are not made change nothing of a %s', (kind) => {
    expect(settingsFor(kind, noWishes)).toEqual({});
    expect(drawingFor(noWishes)).toEqual({});
  });

  it('for longer captions prefer length more with every step', () => {
    const penalties = steps.map((length) => settingsFor('search', { ...noWishes, length }).lenPenalty ?? 1);
    expect(penalties).toEqual([...penalties].sort((a, b) => a - b));
    expect(new Set(penalties).size).toBe(steps.length);
  });

  it('for wilder captions draw more freely with every step', () => {
    const drawings = steps.map((mood) => drawingFor({ ...noWishes, mood }));
    const widths = drawings.map(({ topP = 0.7 }) => topP);
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
  });
});

it('scores are means over the tokens, whatever the preferred length', () => {
  const sum = -4.5;
  const tokens = [7, 8, 2];
  const divided = { text: '三个字', tokens, score: sum / tokens.length ** -1.5, finished: true };
  expect(withMeanScores([divided], { lenPenalty: -1.5 })[0].score).toBeCloseTo(-1.5);
  expect(withMeanScores([divided], {})).toEqual([divided]);
});
