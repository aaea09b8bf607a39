import { expect, it } from 'vitest';
import { backendsOf, parseChoice } from './model-choice.ts';

const model = { folderUrl: 'stored:a', title: { zh: '甲', en: 'A' }, variant: 'int8' };

it('reads a choice as it was kept', () => {
  const choice = { model, backend: 'webgpu' };
  expect(parseChoice(JSON.stringify(choice))).toEqual(choice);
});

it.each([
  null,
  '',
  'null',
  '{"model":{"folderUrl":3}}',
  '{"model":{"folderUrl":"stored:a"}}',
  '{"backend":"cuda"}',
  JSON.stringify({ model: { ...model, mirrors: [1] } }),
])('takes %j for no choice', (text) => {
  expect(parseChoice(text)).toEqual({ model: null, backend: 'auto' });
});

it('tries the chosen backend first, and leaves it to model and device where none was chosen', () => {
  expect(backendsOf('webgpu')).toEqual(['webgpu', 'wasm']);
  expect(backendsOf('auto')).toBe('auto');
});
