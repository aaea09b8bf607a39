import { describe, expect, it } from 'vitest';
import {
  defaultGenerationSettings,
  parseSettings,
  parseSettingTexts,
  settingKeys,
} from './generation-settings.ts';

function problem(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

describe('settings by the names of the reference', () => {
  it('become the settings of the same meaning', () => {
    expect(
      parseSettings({
        beam_size: 3,
        max_len_a: 0.5,
        max_len_b: 64,
        min_len: 0,
        normalize_scores: false,
        len_penalty: -0.5,
        unk_penalty: 1.5,
        temperature: 0.7,
        match_source_len: true,
        no_repeat_ngram_size: 0,
        constraint_range: '4,21133',
        zero_shot: true,
        ignore_eos: true,
        gen_code: true,
        gen_box: true,
      }),
    ).toEqual({
      beamSize: 3,
      maxLenA: 0.5,
      maxLenB: 64,
      minLen: 0,
      normalizeScores: false,
      lenPenalty: -0.5,
      unkPenalty: 1.5,
      temperature: 0.7,
      matchSourceLen: true,
      noRepeatNgramSize: 0,
      constraintRange: [4, 21133],
      zeroShot: true,
      ignoreEos: true,
      genCode: true,
      genBox: true,
    });
  });

  it('leave out what the reference accepts and ignores', () => {
    expect(parseSettings({ max_len: 9, eos: 2, symbols_to_strip_from_output: null })).toEqual({});
  });

  it('have a default for every one', () => {
    expect(Object.keys(defaultGenerationSettings).sort()).toEqual([...settingKeys].sort());
  });

  it.each([
    ['beamsize', 5],
    ['beamSize', 5],
    ['lm_weight', 1],
    ['constructor', 1],
    ['__proto__x', 1],
    ['beam_size', 0],
    ['beam_size', 2.5],
    ['beam_size', '5'],
    ['beam_size', 1000],
    ['max_len_b', -1],
    ['max_len_a', -0.1],
    ['temperature', 0],
    ['temperature', NaN],
    ['len_penalty', Infinity],
    ['normalize_scores', 1],
    ['normalize_scores', null],
    ['constraint_range', '5'],
    ['constraint_range', '5,'],
    ['constraint_range', '9,5'],
    ['constraint_range', 'a,b'],
    ['constraint_range', [1, 2, 3]],
  ])('are refused naming %s = %j', (setting, value) => {
    expect(problem(() => parseSettings({ [setting]: value }))).toMatchObject({
      code: 'setting-invalid',
      details: { setting },
    });
  });
});

describe('settings as a person types them', () => {
  it('are read from name=value', () => {
    expect(
      parseSettingTexts(['beam_size=3', ' temperature = 0.5', 'zero_shot=true', 'constraint_range=4,99']),
    ).toEqual({ beamSize: 3, temperature: 0.5, zeroShot: true, constraintRange: [4, 99] });
    expect(parseSettingTexts(['constraint_range=null', 'constraint_range=[4,9]'])).toEqual({
      constraintRange: [4, 9],
    });
  });

  it.each(['beam_size', '=3', 'beam_size=', 'beam_size=three', 'x=1'])('are refused as %s', (text) => {
    expect(problem(() => parseSettingTexts([text]))).toMatchObject({ code: 'setting-invalid' });
  });
});
