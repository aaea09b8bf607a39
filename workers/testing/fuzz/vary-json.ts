/** JSON documents that are almost right, as text: what `JSON.parse` makes of it is what a reader meets. */
import type { Random } from './fuzz.ts';

/** Values, written out, that a reader may not expect anywhere. */
const hostileValues: readonly string[] = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '-0',
  '0.5',
  '1e308',
  '1e999',
  '-1e999',
  '9007199254740993',
  '4294967296',
  '2147483648',
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"../../etc/passwd"',
  '"/etc/passwd"',
  '"..\\\\..\\\\windows"',
  '"https://evil.example/model.onnx"',
  '"javascript:alert(1)"',
  '"<img src=x onerror=alert(1)>"',
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"toString":null,"valueOf":null}',
  '{"length":-1}',
  '{"then":1}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `"${'x'.repeat(100_000)}"`,
  `[${'0,'.repeat(20_000)}0]`,
];

const hostileNames: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  '../x',
  '0',
];

/** A value's place in a text of JSON, both ends included and excluded, as with `slice`. */
type Span = readonly [start: number, end: number];

/** Every value in a text of JSON, names of members too. Texts that are no JSON have some as well. */
function spansOf(text: string): readonly Span[] {
  const spans: Span[] = [];
  const open: number[] = [];
  const token = /[[{]|[\]}]|"(?:[^"\\]|\\.)*"|[^\s,:[\]{}"]+/gu;
  for (const match of text.matchAll(token)) {
    const [word] = match;
    if (word === '[' || word === '{') open.push(match.index);
    else if (word === ']' || word === '}') spans.push([open.pop() ?? 0, match.index + 1]);
    else spans.push([match.index, match.index + word.length]);
  }
  return spans;
}

function replaced(text: string, [start, end]: Span, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function replaceValue(random: Random, text: string, span: Span): string {
  return replaced(text, span, hostileValues[random(hostileValues.length)]);
}

function takeValue(random: Random, text: string, span: Span, other: string): string {
  const spans = spansOf(other);
  if (spans.length === 0) return text;
  return replaced(text, span, other.slice(...spans[random(spans.length)]));
}

function addMember(random: Random, text: string): string {
  const at = text.indexOf('{', random(text.length));
  if (at < 0) return text;
  const name = hostileNames[random(hostileNames.length)];
  const value = hostileValues[random(hostileValues.length)];
  return replaced(text, [at, at + 1], `{"${name}":${value},`);
}

function removeValue(_random: Random, text: string, [start, end]: Span): string {
  const comma = /^\s*,/u.exec(text.slice(end));
  return replaced(text, [start, end + (comma?.[0].length ?? 0)], comma === null ? 'null' : '');
}

function changeCharacter(random: Random, text: string): string {
  const at = random(text.length);
  return replaced(text, [at, at + 1], String.fromCodePoint(random(128)));
}

/** Keeps inputs small enough for many a second. */
const mostLength = 400_000;

/** `text`, a JSON document, with one to three of its values replaced, removed or added. */
export function varyJson(random: Random, text: string, other: string): string {
  let varied = text;
  for (let count = 1 + random(3); count > 0; count -= 1) {
    const spans = spansOf(varied);
    if (spans.length === 0 || varied.length > mostLength) return text;
    const span = spans[random(spans.length)];
    const variation = [replaceValue, replaceValue, takeValue, addMember, removeValue, changeCharacter];
    varied = variation[random(variation.length)](random, varied, span, other);
  }
  return varied;
}

/** A document as text that fits a message; long ones are made again from the seed. */
export function printJson(text: string): string {
  return text.length > 4_000 ? `${text.slice(0, 4_000)}… (${text.length} characters)` : text;
}

/** The document that `printJson` has printed, unless it was a long one. */
export function parseJson(text: string): string {
  return text;
}
