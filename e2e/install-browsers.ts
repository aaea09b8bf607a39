/**
 * Makes sure that a Chromium is there for the browser tests, and a Firefox where there can be one: what is not found is
 * installed from Debian, as root. Without a Chromium nothing can be tested; without a Firefox its journeys are left out.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.ts';
import { findFirefox } from './firefox.ts';

function installFromDebian(name: string): void {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return;
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...parameters: string[]): void => {
    execFileSync('apt-get', parameters, { stdio: 'inherit', env: environment });
  };
  try {
    apt('update', '-q');
    apt('install', '-y', '-q', '--no-install-recommends', name);
  } catch {
    console.error(`${name} could not be installed.`);
  }
}

if (findChromium() === undefined) installFromDebian('chromium');
if (findFirefox() === undefined) installFromDebian('firefox-esr');

const chromium = findChromium();
if (chromium === undefined) {
  console.error('No Chromium found. Install one, or set CHROMIUM_PATH to its executable.');
  process.exit(1);
}
console.log(`Chromium: ${chromium}`);
console.log(
  `Firefox: ${findFirefox() ?? 'not found; set FIREFOX_PATH to its executable, or it is not tested'}`,
);
