import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePrecisions } from '../convert/variants.ts';
import { hubReference, parseHubReference } from '../hub/hub-repository.ts';
import { startModelServer, type ModelServer } from '../testing/model-server.ts';
import { testNetwork } from '../testing/network.ts';
import { smallModel } from '../testing/small-model.ts';
import { parseManifestFile } from '../weights/manifest-file.ts';
import { fetchCatalogue } from './fetch-catalogue.ts';
import { parseCatalogue } from './parse-catalogue.ts';

const url = 'https://page.example/app/models/catalogue.json';
const published = new URL('../../public/models/', import.meta.url);

interface Json {
  [name: string]: unknown;
}

function readPublished(): { models: Json[] } {
  return JSON.parse(readFileSync(new URL('catalogue.json', published), 'utf8')) as { models: Json[] };
}

describe('the published catalogue', () => {
  const { models } = parseCatalogue(url, readPublished());
  const [builtIn] = models;

  it('begins with the model that ships with the page, as its own description has it', () => {
    const manifest = parseManifestFile(
      'model.json',
      readFileSync(new URL('ofa-meme-nano-zh/model.json', published)),
    );
    expect(builtIn).toMatchObject({ id: manifest.id, title: manifest.title });
    expect(builtIn.licence.name).toBe(manifest.licence.name);
    expect(builtIn.source).toEqual({
      kind: 'folder',
      urls: ['https://page.example/app/models/ofa-meme-nano-zh/'],
    });
  });

  it('has the meme model at its published version', () => {
    const references = models.flatMap(({ source }) => (source.kind === 'hub' ? [hubReference(source)] : []));
    expect(references).toContain('modelscope:damo/ofa_image-caption_meme_large_zh@v1.0.2');
    expect(references).toContain('modelscope:damo/ofa_image-caption_muge_base_zh@master');
  });

  it('names models and precisions that can be asked for', () => {
    for (const { source } of models) {
      if (source.kind !== 'hub') continue;
      expect(parseHubReference(hubReference(source))).toMatchObject({ model: source.model });
      expect(new Set(parsePrecisions(source.precisions.join(',')))).toEqual(new Set(source.precisions));
    }
  });

  it('states of every model what a person should know before downloading, in both languages', () => {
    for (const { licence, contentNotice } of models) {
      expect([licence.notice, contentNotice].every(({ zh, en }) => zh !== '' && en !== '')).toBe(true);
    }
  });
});

/** Parses the published catalogue with a change in its second entry. */
function withEntry(change: (entry: Json, source: Json) => void): () => unknown {
  const catalogue = readPublished();
  const entry = catalogue.models[1];
  change(entry, entry.source as Json);
  return () => parseCatalogue(url, catalogue);
}

describe('a catalogue is refused', () => {
  it.each<[string, (entry: Json, source: Json) => void]>([
    ['models.1.id', (entry) => delete entry.id],
    ['models.1.title.en', (entry) => (entry.title = { zh: '有' })],
    ['models.1.licence.name', (entry) => (entry.licence = { notice: entry.contentNotice })],
    ['models.1.source.kind', (_, source) => (source.kind = 'torrent')],
    ['models.1.source.model', (_, source) => (source.model = '../../etc')],
    ['models.1.source.revision', (_, source) => (source.revision = 'a b')],
    ['models.1.source.files.0.sha256', (_, source) => (source.files = [{ path: 'w', sha256: 'short' }])],
    ['models.1.source.files.0.bytes', (_, source) => (source.files = [{ path: 'w', bytes: 0.5 }])],
    ['models', (entry) => (entry.id = 'ofa-meme-nano-zh')],
  ])('naming %s', (field, change) => {
    expect(withEntry(change)).toThrow(
      expect.objectContaining({ code: 'model-manifest-invalid', details: { url, field } }) as Error,
    );
  });

  it('that is none at all', () => {
    expect(() => parseCatalogue(url, [])).toThrow(
      expect.objectContaining({ code: 'model-manifest-invalid' }) as Error,
    );
  });
});

describe('fetching', () => {
  let server: ModelServer;
  beforeAll(async () => {
    server = await startModelServer(await smallModel());
  });
  afterAll(() => server.close());

  const fetchFrom = (path: string) => {
    const network = testNetwork(server.origin);
    const signal = new AbortController().signal;
    return fetchCatalogue(signal, network, server.folderUrl + path, { attempts: 1, stallMs: 30_000 });
  };

  it('says that there is no catalogue', async () => {
    await expect(fetchFrom('catalogue.json')).rejects.toMatchObject({ code: 'download-not-found' });
  });

  it('says that a page came instead', async () => {
    server.fail('model.json', 'html');
    await expect(fetchFrom('model.json')).rejects.toMatchObject({ code: 'download-wrong-content' });
  });

  it('refuses other JSON', async () => {
    await expect(fetchFrom('model.json')).rejects.toMatchObject({ code: 'model-manifest-invalid' });
  });
});
