import { expect, it, vi } from 'vitest';
import { OfaError } from '../../../workers/protocol/errors.ts';
import { createScriptedClient, loadedModel, type ScriptedClient } from '../../testing/scripted-client.ts';
import { createComparison } from './comparison.ts';

const picture = new Blob(['a picture']);
const requests = [
  { folderUrl: 'stored:a', backends: ['wasm'] },
  { folderUrl: 'stored:b', backends: ['wasm'] },
] as const;

function scripted() {
  const workers: (ScriptedClient & { readonly dispose: ReturnType<typeof vi.fn> })[] = [];
  const comparison = createComparison(() => {
    const worker = { ...createScriptedClient(), dispose: vi.fn<() => void>() };
    workers.push(worker);
    return worker;
  });
  const statuses = () => comparison.store.getState().map(({ status }) => status);
  return { workers, comparison, statuses };
}

async function finish(worker: ScriptedClient, texts: readonly string[]): Promise<void> {
  worker.models[0].resolve(loadedModel);
  await vi.waitFor(() => expect(worker.captions).toHaveLength(1));
  worker.captions[0].resolve(texts);
}

it('has one model write after the other, the first one’s worker ended by then', async () => {
  const { workers, comparison, statuses } = scripted();
  const running = comparison.run(picture, requests);
  expect(statuses()).toEqual(['loading', 'waiting']);
  expect(workers).toHaveLength(1);
  await finish(workers[0], ['甲']);
  await vi.waitFor(() => expect(workers).toHaveLength(2));
  expect(workers[0].dispose).toHaveBeenCalledOnce();
  await finish(workers[1], ['乙']);
  await running;
  expect(workers[1].dispose).toHaveBeenCalledOnce();
  const texts = comparison.store
    .getState()
    .map((side) => (side.status === 'done' ? side.result.hypotheses[0].text : null));
  expect(texts).toEqual(['甲', '乙']);
});

it('lets the other model write where one cannot be loaded', async () => {
  const { workers, comparison, statuses } = scripted();
  const running = comparison.run(picture, requests);
  workers[0].models[0].reject(new OfaError('model-not-found', 'gone'));
  await vi.waitFor(() => expect(workers).toHaveLength(2));
  await finish(workers[1], ['乙']);
  await running;
  expect(statuses()).toEqual(['failed', 'done']);
});

it('ends the worker when it is stopped, and starts no other; what is written stays', async () => {
  const { workers, comparison, statuses } = scripted();
  const running = comparison.run(picture, requests);
  await finish(workers[0], ['甲']);
  await vi.waitFor(() => expect(workers).toHaveLength(2));
  comparison.stop();
  await running;
  expect(workers[1].dispose).toHaveBeenCalled();
  expect(workers).toHaveLength(2);
  expect(statuses()).toEqual(['done', 'idle']);
});

it('leaves the picture before when it is given another', async () => {
  const { workers, comparison, statuses } = scripted();
  const first = comparison.run(picture, requests);
  const second = comparison.run(picture, requests);
  await first;
  expect(workers).toHaveLength(2);
  await finish(workers[1], ['甲']);
  await vi.waitFor(() => expect(workers).toHaveLength(3));
  await finish(workers[2], ['乙']);
  await second;
  expect(statuses()).toEqual(['done', 'done']);
});
