import { expect, it, vi } from 'vitest';
import type { CaptionClient } from '../captions/caption-client.ts';
import { OfaError } from '../../workers/protocol/errors.ts';
import { createScriptedClient, loadedModel } from '../testing/scripted-client.ts';
import type { Choice } from './model-choice.ts';
import { createModelLoader } from './model-loader.ts';

const builtIn = 'http://localhost/built-in/';
const chosen: Choice = {
  model: { folderUrl: 'stored:a', variant: 'int8', title: { zh: '甲', en: 'A' } },
  backend: 'webgpu',
};

function scripted() {
  const client = createScriptedClient();
  const loadModel = vi.fn<CaptionClient['loadModel']>((...call) => client.loadModel(...call));
  const dispose = vi.fn<() => void>();
  return { client, loadModel, dispose, watched: { ...client, loadModel, dispose } };
}

it('loads the chosen model with the chosen backend', async () => {
  const { client, loadModel, watched } = scripted();
  const loader = createModelLoader(watched, builtIn, chosen);
  const loading = loader.load();
  client.models[0].resolve(loadedModel);
  await loading;
  expect(loadModel.mock.calls[0][1]).toEqual({
    folderUrl: 'stored:a',
    variant: 'int8',
    backends: ['webgpu', 'wasm'],
    failed: [],
  });
});

it('falls back to the built-in model, and says what for, where the chosen one is gone', async () => {
  const { client, loadModel, watched } = scripted();
  const loader = createModelLoader(watched, builtIn, chosen);
  const loading = loader.load();
  const error = new OfaError('model-not-found', 'not in storage');
  client.models[0].reject(error);
  await vi.waitFor(() => expect(client.models).toHaveLength(2));
  client.models[1].resolve(loadedModel);
  await loading;
  expect(loadModel.mock.calls[1][1]).toMatchObject({ folderUrl: builtIn });
  expect(loader.store.getState()).toMatchObject({
    status: 'ready',
    insteadOf: { choice: chosen.model, error },
  });
});

it('starts a fresh worker once where one dies while it loads, without the graphics card that it was starting', async () => {
  const { client, loadModel, dispose, watched } = scripted();
  const loader = createModelLoader(watched, builtIn);
  const loading = loader.load();
  client.models[0].emit({ phase: 'engine', backend: 'webgpu' });
  client.models[0].reject(new OfaError('worker-crashed', 'gone'));
  await vi.waitFor(() => expect(client.models).toHaveLength(2));
  expect(dispose).toHaveBeenCalledOnce();
  expect(loadModel.mock.calls[1][1]).toMatchObject({ takesOver: true });
  expect(loadModel.mock.calls[1][1].failed).toEqual([
    { backend: 'webgpu', code: 'worker-crashed', reason: 'gone' },
  ]);
  const error = new OfaError('worker-crashed', 'gone again');
  client.models[1].reject(error);
  await loading;
  expect(loader.store.getState()).toEqual({ status: 'failed', error });
});

it('ends the worker before it loads another model', async () => {
  const { client, dispose, watched } = scripted();
  const loader = createModelLoader(watched, builtIn);
  const first = loader.load();
  client.models[0].resolve(loadedModel);
  await first;
  expect(dispose).not.toHaveBeenCalled();
  loader.select(chosen);
  void loader.load();
  expect(dispose).toHaveBeenCalledOnce();
  expect(client.models).toHaveLength(2);
});

it('says nothing more of a model that was given up while it was being loaded', async () => {
  const { client, watched } = scripted();
  const loader = createModelLoader(watched, builtIn);
  const first = loader.load();
  loader.select(chosen);
  const second = loader.load();
  await first;
  expect(loader.store.getState().status).toBe('loading');
  client.models[1].resolve(loadedModel);
  await second;
  expect(loader.store.getState()).toMatchObject({ status: 'ready', model: loadedModel });
});
