import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withMeanScores } from '../captions/caption-wishes.ts';
import { type CaptionClient, createCaptionClient, startCaptionWorker } from '../captions/caption-client.ts';
import { builtInModelFolder, createModelLoader } from '../models/model-loader.ts';
import { createAnimationClient, startAnimationWorker } from '../studio/animation-client.ts';
import { createStudio, type Studio } from '../studio/studio.ts';
import { keepErrorCodes } from '../../workers/protocol/wire.ts';
import { createKeeping, type Keeping } from './keeping.ts';
import type { KeptMeme } from './kept-memes.ts';
import { openShelf } from './shelf.ts';

keepErrorCodes();

const databaseName = 'reproduction-test';
const folderUrl = new URL(`/${builtInModelFolder}`, location.href).href;
const { signal } = new AbortController();
const clients: CaptionClient[] = [];
let studio: Studio;
let keeping: Keeping;

function startClient(): CaptionClient {
  const client = createCaptionClient(startCaptionWorker);
  clients.push(client);
  return client;
}

beforeEach(async () => {
  await openShelf(databaseName).change(() => ({ memes: [], favourites: [] }));
  const client = startClient();
  studio = createStudio(
    client,
    createModelLoader(client, folderUrl, { model: null, backend: 'wasm' }),
    createAnimationClient(startAnimationWorker),
  );
  keeping = createKeeping(studio, openShelf(databaseName));
});

afterEach(() => {
  keeping.dispose();
  for (const client of clients.splice(0)) client.dispose();
});

/** What is kept of a picture whose newest batch of captions has come. */
async function keptMeme(): Promise<KeptMeme> {
  await vi.waitFor(() => expect(studio.store.getState().pictures[0].job.status).toBe('done'), 100_000);
  await keeping.flush();
  const [meme] = (await openShelf(databaseName).read()).memes;
  return meme;
}

/** Writes a kept meme's captions again, in a fresh worker, from nothing but what the shelf has. */
async function writtenAgain({ id, origin }: KeptMeme) {
  if (origin === undefined) throw new Error('The meme does not know where its captions came from');
  const { model, backend, threads, settings, sampling, hiddenWords } = origin;
  const client = startClient();
  const request = { folderUrl, backends: [backend], variant: model.variant, threads };
  const { manifest } = await client.loadModel(signal, request, () => undefined);
  expect(manifest.source).toEqual(model.source);
  const file = await openShelf(databaseName).file(id);
  const options = { settings, hiddenWords, ...(sampling !== null && { sampling }) };
  const { hypotheses } = await client.caption(signal, file ?? new Blob(), options, () => undefined);
  return withMeanScores(hypotheses, settings);
}

it('what is kept of a meme is enough to have its captions written again, drawn ones too', async () => {
  const picture = await (await fetch('/samples/coffee.jpg')).blob();
  studio.wishes.setState({ length: 1, mood: 1 });
  await studio.intake.open(picture, 'coffee.jpg');
  const searched = await keptMeme();
  expect(searched.origin?.sampling).toBeNull();
  expect(await writtenAgain(searched)).toEqual(searched.result?.hypotheses);

  studio.captions.another('draw');
  const drawn = await keptMeme();
  expect(drawn.origin?.sampling?.seed).toBe(1);
  expect(drawn.result?.hypotheses.length).toBeGreaterThan(0);
  expect(drawn.result).not.toEqual(searched.result);
  expect(await writtenAgain(drawn)).toEqual(drawn.result?.hypotheses);
});
