import { existsSync } from 'node:fs';

const candidates = [
  process.env.FIREFOX_PATH,
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** The first installed Firefox, `FIREFOX_PATH` before the usual places; undefined where there is none. */
export function findFirefox(): string | undefined {
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}
