import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

interface LockFile {
  readonly packages: Readonly<
    Record<string, Package & { readonly version?: string; readonly integrity?: string }>
  >;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
}

test('every dependency is pinned to a version, and the lock file to its content', () => {
  const { dependencies, devDependencies } = read('package.json') as Package;
  const declared = Object.entries({ ...dependencies, ...devDependencies });
  expect(declared.filter(([, version]) => !/^\d+\.\d+\.\d+$/u.test(version))).toEqual([]);

  const { packages } = read('package-lock.json') as LockFile;
  const [[, own], ...others] = Object.entries(packages);
  expect(own.dependencies).toEqual(dependencies);
  expect(own.devDependencies).toEqual(devDependencies);
  expect(others.filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true)).toEqual([]);
});

/** What `npm audit --json` says of holes that are known; no registry but npm's own knows any. */
interface Audit {
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string }>>;
}

test('nothing that is shipped has a serious hole that is known', () => {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
    shell: process.platform === 'win32',
    timeout: 60_000,
  });
  const { vulnerabilities } = JSON.parse(stdout || '{}') as Audit;
  test.skip(vulnerabilities === undefined, 'NOT AUDITED: the registry does not say which holes are known');
  const serious = Object.entries(vulnerabilities ?? {}).filter(([, { severity }]) =>
    ['high', 'critical'].includes(severity),
  );
  expect(serious).toEqual([]);
});
