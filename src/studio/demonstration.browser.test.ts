import { expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { WordFilter } from '../captions/word-filter.ts';
import { createModelLoader } from '../models/model-loader.ts';
import { createScriptedClient, hypotheses, loadedModel } from '../testing/scripted-client.ts';
import { createDemonstration, type Demonstration } from './demonstration.ts';

const files = ['cat.jpg', 'panda.jpg'];

function start(parameters = 18_000_000) {
  const client = createScriptedClient();
  const model = createModelLoader(client, 'http://localhost/model/');
  const filter = createStore<WordFilter>(() => ({ isOn: true, words: ['坏'] }));
  void model.load();
  client.models[0].resolve({
    ...loadedModel,
    manifest: { ...loadedModel.manifest, architecture: { ...loadedModel.manifest.architecture, parameters } },
  });
  return { client, demonstration: createDemonstration(client, model, filter) };
}

const shown = ({ store }: Demonstration) => store.getState();

it('captions one sample after another, live, without hidden words', async () => {
  const { client, demonstration } = start();
  void demonstration.run(new AbortController().signal, files);
  await vi.waitFor(() => expect(client.captions).toHaveLength(1));
  expect(client.captions[0].options.hiddenWords).toEqual(['坏']);
  client.captions[0].emit({ phase: 'decode', step: 1, maxSteps: 9, hypotheses: hypotheses(['喵'], false) });
  expect(shown(demonstration)).toEqual({ 'cat.jpg': '喵' });
  client.captions[0].resolve(['喵喵喵']);
  await vi.waitFor(() => expect(client.captions).toHaveLength(2));
  client.captions[1].resolve(['竹子']);
  await vi.waitFor(() => expect(shown(demonstration)).toEqual({ 'cat.jpg': '喵喵喵', 'panda.jpg': '竹子' }));
});

it('makes way for a picture at once, and goes on later where it was', async () => {
  const { client, demonstration } = start();
  const controller = new AbortController();
  const running = demonstration.run(controller.signal, files);
  await vi.waitFor(() => expect(client.captions).toHaveLength(1));
  client.captions[0].resolve(['喵喵喵']);
  await vi.waitFor(() => expect(client.captions).toHaveLength(2));
  controller.abort();
  await running;
  expect(client.captions[1].signal.aborted).toBe(true);
  void demonstration.run(new AbortController().signal, files);
  await vi.waitFor(() => expect(client.captions).toHaveLength(3));
  client.captions[2].resolve(['竹子']);
  await vi.waitFor(() => expect(shown(demonstration)['panda.jpg']).toBe('竹子'));
});

it('is not for a large model, which would keep the machine busy', async () => {
  const { client, demonstration } = start(440_000_000);
  await demonstration.run(new AbortController().signal, files);
  expect(client.captions).toHaveLength(0);
});
