import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const built = new URL('../../dist/', import.meta.url);

const integrityOf = (content: Buffer): string =>
  `sha256-${createHash('sha256').update(content).digest('base64')}`;

/** The files in which a further version of the built page differs from it, by name: the page has a mark. */
export async function secondBuild(): Promise<ReadonlyMap<string, Buffer>> {
  const [page, worker] = await Promise.all(
    ['index.html', 'shell.worker.js'].map((name) => readFile(new URL(name, built))),
  );
  const marked = Buffer.from(
    page.toString().replace('</head>', '<meta name="version" content="second"></head>'),
  );
  const told = Buffer.from(worker.toString().replaceAll(integrityOf(page), integrityOf(marked)));
  return new Map([
    ['index.html', marked],
    ['shell.worker.js', told],
  ]);
}
