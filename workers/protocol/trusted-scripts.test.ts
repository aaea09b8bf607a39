import { expect, it } from 'vitest';
import { isOwnScript } from './trusted-scripts.ts';

const origin = 'https://memes.example';

it.each(['https://memes.example/assets/caption.worker.js', '/assets/x.mjs', 'shell.worker.js'])(
  '%s is a script of this origin',
  (url) => expect(isOwnScript(url, origin)).toBe(true),
);

it.each([
  'https://memes.example.evil.test/x.js',
  'https://memes.example@evil.test/x.js',
  'https://memes.example:8443/x.js',
  'http://memes.example/x.js',
  '//evil.test/x.js',
  'blob:https://memes.example/7d1f',
  'data:text/javascript,alert(1)',
  'javascript:alert(1)',
  'https://',
])('%s is none', (url) => expect(isOwnScript(url, origin)).toBe(false));
