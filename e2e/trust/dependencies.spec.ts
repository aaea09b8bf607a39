import { readFileSync } from 'node:fs';
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
