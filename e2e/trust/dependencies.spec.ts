import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** The packages with serious holes among what is shipped; null if the registry does not say which holes are known. */
async function withSeriousHoles(...settings: readonly string[]): Promise<readonly string[] | null> {
  const options = {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    shell: process.platform === 'win32',
    timeout: 60_000,
  };
  // Holes make npm fail; what it has to say is the same.
  const report = await new Promise<string>((resolve) => {
    execFile('npm', ['audit', '--omit=dev', '--json', ...settings], options, (_, stdout) => resolve(stdout));
  });
  const { vulnerabilities } = JSON.parse(report || '{}') as Audit;
  if (vulnerabilities === undefined) return null;
  return Object.entries(vulnerabilities)
    .filter(([, { severity }]) => ['high', 'critical'].includes(severity))
    .map(([name]) => name);
}

/** `withSeriousHoles` by a registry that knows of these holes and of nothing else. */
async function withSeriousHolesOf(
  advisories: Readonly<Record<string, readonly object[]>>,
): Promise<readonly string[] | null> {
  const server = createServer((request, response) => {
    const isAsked = request.method === 'POST' && request.url?.endsWith('/security/advisories/bulk') === true;
    response.statusCode = isAsked ? 200 : 404;
    response.end(JSON.stringify(isAsked ? advisories : {}));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // npm remembers what it was told of a hole.
  const cache = await mkdtemp(join(tmpdir(), 'ofa-meme-audit-'));
  const { port } = server.address() as AddressInfo;
  try {
    return await withSeriousHoles('--registry', `http://127.0.0.1:${port}/`, '--cache', cache);
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(cache, { recursive: true, force: true });
  }
}

test('the audit finds a serious hole in what is shipped, and passes where there is none', async () => {
  const hole = {
    id: 1,
    url: 'https://example.org/1',
    title: 'A hole',
    severity: 'high',
    vulnerable_versions: '*',
    cwe: [],
    cvss: { score: 8, vectorString: null },
  };
  expect(await withSeriousHolesOf({ comlink: [hole] })).toEqual(['comlink']);
  expect(await withSeriousHolesOf({ comlink: [{ ...hole, severity: 'low' }] })).toEqual([]);
  expect(await withSeriousHolesOf({ playwright: [hole] }), 'which is not shipped').toEqual([]);
  expect(await withSeriousHolesOf({})).toEqual([]);
});

test('nothing that is shipped has a serious hole that is known', async () => {
  const found = await withSeriousHoles();
  test.skip(found === null, 'NOT AUDITED: the registry does not say which holes are known');
  expect(found).toEqual([]);
});
