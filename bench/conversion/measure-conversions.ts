import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderFiles } from '../../workers/testing/stand-in-hub/repository.ts';
import { startStandInHub } from '../../workers/testing/stand-in-hub/stand-in-hub.ts';
import { writeCheckpoint, type FormulaShape } from '../formula-model.ts';
import { startSite } from '../site.ts';
import { convertInBrowser, fromHub, fromPickedFolder } from './browser-conversion.ts';
import type { ConversionFigures } from './conversion-figures.ts';
import { convertInNode } from './node-conversion.ts';

/** What is downloaded where memory is short. */
const precision = 'int8';
const threads = 2;
const repository = { model: 'someone/formula', revisions: ['master'] } as const;

/**
 * Converts a checkpoint of formula weights to int8: in Chromium from a hub and from a folder, and in Node.
 * @param page folder of the built bench page.
 */
export async function measureConversions(
  shape: FormulaShape,
  page: string,
  say: (text: string) => void,
): Promise<readonly ConversionFigures[]> {
  const parent = await mkdtemp(join(tmpdir(), 'ofa-meme-bench-checkpoint-'));
  const checkpoint = join(parent, shape.name);
  try {
    say(`${shape.name}: writing a checkpoint of formula weights`);
    await writeCheckpoint(checkpoint, shape);
    say(`${shape.name}: converting it in Node`);
    const node = await convertInNode(checkpoint, precision);
    const site = await startSite({ '/': page });
    const files = await folderFiles(checkpoint);
    const hub = await startStandInHub({
      flavour: 'modelscope',
      repositories: [{ ...repository, files }],
    });
    try {
      say(`${shape.name}: converting it in Chromium while it is downloaded`);
      const reference = `modelscope:${repository.model}@${repository.revisions[0]}`;
      const download = fromHub(hub.origin, reference, precision);
      const hubbed = await convertInBrowser('Chromium, from a hub', site.url, threads, download);
      say(`${shape.name}: converting it in Chromium from a folder`);
      const pick = fromPickedFolder(checkpoint, precision);
      const picked = await convertInBrowser('Chromium, from a folder', site.url, threads, pick);
      return [hubbed, picked, node];
    } finally {
      site.close();
      await hub.close();
    }
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}
