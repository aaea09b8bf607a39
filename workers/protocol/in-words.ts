/**
 * A value of parsed JSON in words, for messages. Lists and objects are not written out: a hostile file nests them a
 * million deep.
 */
export function inWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value);
}
