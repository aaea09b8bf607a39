import { describe, expect, it } from 'vitest';
import { createHistory, record, redo, undo } from './history.ts';

describe('history', () => {
  it('goes back and forth', () => {
    const edited = record(record(createHistory('a'), 'b'), 'c');
    expect(undo(edited).present).toBe('b');
    expect(undo(undo(edited)).present).toBe('a');
    expect(redo(undo(edited)).present).toBe('c');
  });

  it('stays where it is at either end', () => {
    const start = createHistory('a');
    expect(undo(start)).toBe(start);
    expect(redo(start)).toBe(start);
  });

  it('forgets what was undone once something new is done', () => {
    const changed = record(undo(record(createHistory('a'), 'b')), 'c');
    expect(redo(changed)).toBe(changed);
    expect(undo(changed).present).toBe('a');
  });

  it('undoes one gesture at once', () => {
    let history = createHistory('');
    for (const text of ['你', '你好', '你好呀']) history = record(history, text, 'typing');
    history = record(history, '再见', 'choosing');
    expect(undo(history).present).toBe('你好呀');
    expect(undo(undo(history)).present).toBe('');
  });

  it('parts gestures of the same kind by what lies between', () => {
    let history = record(createHistory(0), 1, 'drag');
    history = record(history, 2, null);
    history = record(history, 3, 'drag');
    expect(undo(undo(history)).present).toBe(1);
  });

  it('takes no step for a change that changes nothing', () => {
    const history = createHistory('a');
    expect(record(history, 'a')).toBe(history);
  });

  it('keeps a bounded past', () => {
    let history = createHistory(0);
    for (let value = 1; value <= 1000; value += 1) history = record(history, value);
    expect(history.past.length).toBeLessThanOrEqual(100);
    expect(undo(history).present).toBe(999);
  });
});
