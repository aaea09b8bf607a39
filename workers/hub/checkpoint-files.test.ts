import { expect, it } from 'vitest';
import { checkpointFiles, isWholeCheckpoint } from './checkpoint-files.ts';

const listing = (...paths: string[]) => paths.map((path) => ({ path, bytes: 1 }));
const picked = (...paths: string[]) => checkpointFiles(listing(...paths)).map(({ path }) => path);

it('picks configuration, vocabulary and weights, and leaves the rest', () => {
  expect(
    picked(
      '.gitattributes',
      'README.md',
      'pytorch_model.bin',
      'resources/vocab.txt',
      'vocab.txt',
      'config.json',
    ),
  ).toEqual(['config.json', 'vocab.txt', 'pytorch_model.bin']);
});

it('picks one form of the weights where there are two', () => {
  expect(picked('model.safetensors', 'pytorch_model.bin')).toEqual(['pytorch_model.bin']);
  expect(picked('model.safetensors')).toEqual(['model.safetensors']);
});

it('refuses a repository without weights', () => {
  expect(() => picked('config.json')).toThrow(expect.objectContaining({ code: 'model-not-found' }));
});

it('knows which files are enough', () => {
  expect(isWholeCheckpoint(listing('config.json', 'vocab.txt', 'model.safetensors'))).toBe(true);
  expect(isWholeCheckpoint(listing('config.json', 'vocab.txt'))).toBe(false);
  expect(isWholeCheckpoint(listing('vocab.txt', 'pytorch_model.bin'))).toBe(false);
  expect(isWholeCheckpoint([])).toBe(false);
});
