/** A browser with a profile of its own, for what the contexts of a shared browser cannot be: kept, denied or small. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '../chromium.ts';

export interface BrowserProfile {
  readonly folder: string;
  /** Starts the browser. Close the context to end it; what it keeps is there when it is opened again. */
  open(baseURL: string | undefined, options?: ProfileOptions): Promise<BrowserContext>;
  remove(): Promise<void>;
}

interface ProfileOptions {
  /** Command-line arguments besides the usual ones. */
  readonly args?: readonly string[];
  readonly serviceWorkers?: 'allow' | 'block';
}

export async function createProfile(): Promise<BrowserProfile> {
  const folder = await mkdtemp(join(tmpdir(), 'ofa-meme-profile-'));
  return {
    folder,
    open: (baseURL, { args = [], serviceWorkers = 'allow' } = {}) =>
      chromium.launchPersistentContext(folder, {
        executablePath: chromiumPath(),
        args: [...chromiumArguments, ...args],
        locale: 'zh-CN',
        viewport: { width: 1440, height: 900 },
        serviceWorkers,
        ...(baseURL === undefined ? {} : { baseURL }),
      }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
