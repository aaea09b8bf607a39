/**
 * Stand-in hubs for tests that run in a browser: they are servers of this machine, started by vitest before the tests,
 * which the tests command through one more server. `browser-hub.ts` is the tests' end.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';
import { convertCommand } from '../cli/convert-command.ts';
import { nanoCheckpoint, startNanoHub } from './nano-hub.ts';
import type { Fault } from './stand-in-hub/faults.ts';
import type { LoggedRequest } from './stand-in-hub/server.ts';
import type { StandInHub } from './stand-in-hub/stand-in-hub.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Origin of the server that takes commands. */
    readonly hubControl: string;
  }
}

/** What tests command, by the hub's name; a hub is started when its name is first used. */
export interface HubCommands {
  readonly origin: (hub: string) => Promise<string>;
  readonly fail: (hub: string, path: string, fault: Fault, times?: number) => Promise<void>;
  readonly setCors: (hub: string, cors: boolean) => Promise<void>;
  readonly takeRequests: (hub: string) => Promise<readonly LoggedRequest[]>;
  /** Takes every fault back and forgets the requests. */
  readonly heal: (hub: string) => Promise<void>;
  /** Runs `npm run convert` into a new folder, and gives the SHA-256 of every file that it wrote, by path. */
  readonly convert: (
    argv: readonly string[],
  ) => Promise<readonly (readonly [path: string, sha256: string])[]>;
}

async function hashesOf(folder: string): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(
    paths.map(async (path) => {
      const sha256 = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      return [path.slice(folder.length + 1), sha256] as const;
    }),
  );
}

async function convertInNode(argv: readonly string[]): ReturnType<HubCommands['convert']> {
  const root = await mkdtemp(join(tmpdir(), 'hub-control-'));
  try {
    const folder = join(root, 'model');
    const errors: string[] = [];
    const output = { out: () => {}, err: (line: string) => void errors.push(line) };
    const all = [...argv, '--out', folder, '--cache', join(root, 'cache')];
    const code = await convertCommand(new AbortController().signal, all, undefined, output);
    if (code !== 0) throw new Error(errors.join(''));
    return await hashesOf(folder);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function hubCommands(hubs: Map<string, Promise<StandInHub>>): HubCommands {
  const checkpoint = nanoCheckpoint();
  const open = (name: string): Promise<StandInHub> => {
    const hub = hubs.get(name) ?? startNanoHub(checkpoint);
    hubs.set(name, hub);
    return hub;
  };
  return {
    origin: async (hub) => (await open(hub)).origin,
    fail: async (hub, path, fault, times) => (await open(hub)).fail(path, fault, times),
    setCors: async (hub, cors) => {
      (await open(hub)).cors = cors;
    },
    takeRequests: async (hub) => (await open(hub)).takeRequests(),
    heal: async (name) => {
      const hub = await open(name);
      hub.heal();
      hub.cors = true;
      hub.takeRequests();
    },
    convert: convertInNode,
  };
}

/** Vitest's global setup of the browser tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const hubs = new Map<string, Promise<StandInHub>>();
  const commands = hubCommands(hubs);
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    const answer = async () => {
      const { command, parameters } = JSON.parse(await text(request)) as {
        command: keyof HubCommands;
        parameters: readonly never[];
      };
      const run = commands[command] as (...all: readonly never[]) => Promise<unknown>;
      response.end(JSON.stringify({ result: await run(...parameters) }));
    };
    answer().catch((error: unknown) => response.end(JSON.stringify({ error: String(error) })));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  project.provide('hubControl', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.close();
    server.closeAllConnections();
    for (const hub of hubs.values()) await (await hub).close();
  };
}
