import { existsSync } from 'node:fs';

const candidates = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The first installed Chromium, `CHROMIUM_PATH` before the usual places; undefined where there is none. */
export function findChromium(): string | undefined {
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}

/** Path of the Chromium that tests and the bench drive. `install-browsers.ts` makes sure that one is there. */
export function chromiumPath(): string {
  return findChromium() ?? '/usr/bin/chromium';
}

/**
 * Quiet, sandbox-free (tests run as root in containers), with WebGPU on Chromium's software adapter where it
 * has one.
 */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];
