/** Makes sure that a Chromium is there for the browser tests: finds one, else installs Debian's as root. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.ts';

function installFromDebian(): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...parameters: string[]): void => {
    execFileSync('apt-get', parameters, { stdio: 'inherit', env: environment });
  };
  apt('update', '-q');
  apt('install', '-y', '-q', '--no-install-recommends', 'chromium');
}

if (findChromium() === undefined) {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    console.error('No Chromium found. Install one, or set CHROMIUM_PATH to its executable.');
    process.exit(1);
  }
  installFromDebian();
}
console.log(`Chromium: ${findChromium() ?? 'not found'}`);
