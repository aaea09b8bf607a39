import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { testNetwork, type TestNetwork } from '../testing/network.ts';
import { memoryFiles } from '../testing/stand-in-hub/repository.ts';
import { startStandInHub, type StandInHub } from '../testing/stand-in-hub/stand-in-hub.ts';
import type { HubRepository } from './hub-repository.ts';
import { listHubFiles } from './list-files.ts';

const never = new AbortController().signal;
const patience = { attempts: 3, stallMs: 30_000 };
const repository: HubRepository = { hub: 'modelscope', model: 'damo/ofa', revision: 'v1' };
const weights = new Uint8Array(2000);
const config = new TextEncoder().encode('{}');
let hub: StandInHub;
let other: StandInHub;
let network: TestNetwork;

beforeAll(async () => {
  const files = await memoryFiles({ 'pytorch_model.bin': weights, 'config.json': config }, 1000);
  const repositories = [
    { model: 'iic/ofa', revisions: ['v1'], files },
    { model: 'OFA-Sys/tiny', revisions: ['main'], files },
  ];
  hub = await startStandInHub({ flavour: 'modelscope', repositories });
  other = await startStandInHub({ flavour: 'huggingface', repositories });
});
beforeEach(() => {
  network = testNetwork('http://page.test');
});
afterEach(() => {
  hub.heal();
  hub.takeRequests();
});
afterAll(() => Promise.all([hub.close(), other.close()]));

const list = () => listHubFiles(never, network, repository, patience, [hub.origin]);
const expected = [
  { path: 'pytorch_model.bin', bytes: 2000, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown },
  { path: 'config.json', bytes: 2 },
];

it('finds a model of damo under the name that it has now', async () => {
  expect(await list()).toEqual(expected);
  expect(hub.takeRequests().map(({ status }) => status)).toEqual([404, 200]);
});

it('lists a repository of Hugging Face', async () => {
  const tiny: HubRepository = { hub: 'huggingface', model: 'OFA-Sys/tiny', revision: 'main' };
  expect(await listHubFiles(never, network, tiny, patience, [other.origin])).toEqual(expected);
});

it('asks again after an error of the server', async () => {
  hub.fail('', { kind: 'status', status: 500 }, 2);
  expect(await list()).toEqual(expected);
  expect(network.pauses).toEqual([500, 1000]);
});

it('asks another site when one is unreachable', async () => {
  const sites = ['http://127.0.0.1:1', hub.origin];
  expect(await listHubFiles(never, network, repository, patience, sites)).toEqual(expected);
});

it('says that a model is not there', async () => {
  const missing = { ...repository, revision: 'v9' };
  await expect(listHubFiles(never, network, missing, patience, [hub.origin])).rejects.toMatchObject({
    code: 'download-not-found',
  });
});

it('says that a web page came instead, also when that is not all that went wrong', async () => {
  hub.fail('', { kind: 'page' });
  await expect(list()).resolves.toEqual(expected);
  hub.fail('', { kind: 'page' }, 2);
  await expect(list()).rejects.toMatchObject({ code: 'download-wrong-content', details: { found: 'html' } });
});
