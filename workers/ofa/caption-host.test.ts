import { expose, proxy, wrap, type Remote } from 'comlink';
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { nodeRuntime } from '../cli/node-runtime.ts';
import type { CaptionService, LoadModelRequest, ModelEvent } from '../protocol/caption-service.ts';
import { OfaError } from '../protocol/errors.ts';
import { keepErrorCodes } from '../protocol/wire.ts';
import { goldenBeams } from '../testing/golden-beams.ts';
import { memoryFolder, nanoModel } from '../testing/nano-model.ts';
import { goldenTensor, referencePath } from '../testing/reference.ts';
import type { SmallModel } from '../testing/small-model.ts';
import { CaptionHost } from './caption-host.ts';
import { asBackendError, type OnnxRuntime } from './session/onnx-runtime.ts';

const [photo] = goldenBeams().images;
const captions = photo.cases[0].hyps.map(({ text }) => text);
const request: LoadModelRequest = { folderUrl: 'memory:/', backends: ['webgpu', 'wasm'] };

let nano: SmallModel;
/** From this run on, the processor fails as WebAssembly without memory does. */
let failingRun: number;
/** So does the building of this graph of a model, counted from 1. */
let failingBuild: number;
/** Sessions that are not released. */
let sessions: number;
let service: Remote<CaptionService>;
let closePorts: () => void;

beforeAll(async () => {
  keepErrorCodes();
  const { signal } = new AbortController();
  nano = await nanoModel(signal, readFileSync(referencePath('nano-zh/vocab.txt'), 'utf8'));
});

function outOfMemory(): OfaError {
  return asBackendError(new WebAssembly.RuntimeError('Aborted(OOM). Build with -sASSERTIONS for more info.'));
}

/** A runtime that counts its sessions. Its runs, counted from 1 over all of them, fail from `failingRun` on. */
function shortOfMemory(runtime: OnnxRuntime): OnnxRuntime {
  let runs = 0;
  let builds = 0;
  return {
    ...runtime,
    createSession: async (wanted) => {
      builds += 1;
      if (builds === failingBuild) throw outOfMemory();
      const session = await runtime.createSession(wanted);
      sessions += 1;
      return {
        run: async (feeds) => {
          runs += 1;
          if (runs >= failingRun) throw outOfMemory();
          return session.run(feeds);
        },
        release: async () => {
          sessions -= 1;
          return session.release();
        },
      };
    },
  };
}

/** A host behind comlink, as on the page's side of a worker: native ONNX Runtime, no GPU, the model in memory. */
beforeEach(() => {
  failingRun = Infinity;
  failingBuild = Infinity;
  sessions = 0;
  const host = new CaptionHost({
    preparePicture: async () =>
      Promise.resolve(goldenTensor('photo_640x360/patch_image').data as Float32Array),
    graphicsKind: async () => Promise.resolve('none'),
    openRuntime: async (backend) =>
      backend === 'wasm'
        ? Promise.resolve(shortOfMemory(nodeRuntime(1)))
        : Promise.reject(
            new OfaError('backend-unavailable', 'WebGPU finds no graphics adapter', { backend }),
          ),
    openFolder: async (_signal, _url, choose, onEvent) => {
      onEvent({ phase: 'manifest' });
      const folder = memoryFolder(nano, nano.manifest);
      return { ...folder, variant: await choose(nano.manifest), stored: false };
    },
  });
  const { port1, port2 } = new MessageChannel();
  expose(host, port1);
  service = wrap<CaptionService>(port2);
  closePorts = () => {
    port1.close();
    port2.close();
  };
});

afterEach(() => closePorts());

function nothing(): void {}

async function load(events: ModelEvent[] = []) {
  return service.loadModel(
    'load',
    request,
    proxy((event: ModelEvent) => void events.push(event)),
  );
}

function captionPhoto(job: string, onEvent: (event: unknown) => void = nothing, file = job) {
  return service.caption(job, new Blob([file]), {}, proxy(onEvent));
}

/** Captions a file, and notes each phase once as `<job> <phase>`. */
function logPhases(log: string[], job: string, file = job) {
  return captionPhoto(
    job,
    (event) => {
      const { phase } = event as { phase: string };
      if (log.at(-1) !== `${job} ${phase}`) log.push(`${job} ${phase}`);
    },
    file,
  );
}

it('loads on the first backend that works and says why others were left', async () => {
  const events: ModelEvent[] = [];
  const loaded = await load(events);
  expect(loaded).toMatchObject({
    variant: 'fp32',
    backend: 'wasm',
    stored: false,
    skipped: [{ backend: 'webgpu', code: 'backend-unavailable', reason: 'WebGPU finds no graphics adapter' }],
  });
  expect(loaded.manifest).toEqual(nano.manifest);
  expect(events).toEqual([
    // For the first backend, and again for the second.
    { phase: 'manifest' },
    { phase: 'engine', backend: 'webgpu' },
    { phase: 'manifest' },
    { phase: 'engine', backend: 'wasm' },
    { phase: 'build', graph: 'encoder' },
    { phase: 'build', graph: 'decoder' },
    { phase: 'warm-up' },
  ]);
});

it('goes without the warm-up while a picture waits, and with it the next time', async () => {
  const events: ModelEvent[] = [];
  const loading = load(events);
  await service.expectPicture();
  await loading;
  expect(events.at(-1)).toEqual({ phase: 'build', graph: 'decoder' });
  const { hypotheses } = await captionPhoto('a');
  expect(hypotheses.map(({ text }) => text)).toEqual(captions);
  await load(events);
  expect(events.at(-1)).toEqual({ phase: 'warm-up' });
});

it('fails with the last backend’s reason if none works', async () => {
  const gpuOnly = { ...request, backends: ['webgpu'] as const };
  await expect(service.loadModel('load', gpuOnly, proxy(nothing))).rejects.toMatchObject({
    code: 'backend-unavailable',
    message: 'WebGPU finds no graphics adapter',
  });
});

it('refuses a variant that the model does not have, whatever the backend', async () => {
  await expect(
    service.loadModel('load', { ...request, variant: 'int3' }, proxy(nothing)),
  ).rejects.toMatchObject({ code: 'setting-invalid', details: { setting: 'variant', available: 'fp32' } });
});

it('captions across threads like the reference', async () => {
  await load();
  const events: unknown[] = [];
  const { hypotheses } = await captionPhoto('a', (event) => events.push(event));
  expect(hypotheses.map(({ text }) => text)).toEqual(captions);
  expect(events.at(-1)).toMatchObject({ phase: 'decode', hypotheses });
});

it('serves pictures one after another', async () => {
  await load();
  const log: string[] = [];
  await Promise.all([logPhases(log, 'a'), logPhases(log, 'b')]);
  const phases = ['preprocess', 'encode', 'decode'];
  expect(log).toEqual(['a', 'b'].flatMap((job) => phases.map((phase) => `${job} ${phase}`)));
});

it('captions the picture of the job before without encoding it again', async () => {
  await load();
  const log: string[] = [];
  const first = await logPhases(log, 'a', 'the same bytes');
  const second = await logPhases(log, 'b', 'the same bytes');
  expect(log).toEqual(['a preprocess', 'a encode', 'a decode', 'b decode']);
  expect(second.hypotheses).toEqual(first.hypotheses);
  expect(second.timings).toMatchObject({ preprocess: 0, encode: 0 });
});

it('stops an aborted picture, and captions the next', async () => {
  await load();
  let steps = 0;
  const stopped = captionPhoto('a', (event) => {
    const { phase } = event as { phase: string };
    if (phase !== 'decode') return;
    steps++;
    if (steps === 2) void service.abort('a');
  });
  const next = captionPhoto('b');
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  expect(steps).toBeLessThan(17);
  expect((await next).hypotheses.map(({ text }) => text)).toEqual(captions);
});

it('keeps the model if the next one cannot be opened', async () => {
  await load();
  await expect(service.loadModel('other', { ...request, variant: 'int3' }, proxy(nothing))).rejects.toThrow(
    'int3',
  );
  expect((await captionPhoto('a')).hypotheses).toHaveLength(5);
});

it('takes another model in place of the first', async () => {
  await load();
  await load();
  expect((await captionPhoto('a')).hypotheses).toHaveLength(5);
  expect(sessions).toBe(2);
});

it.each([
  ['encoder', 1],
  ['decoder', 2],
])(
  'names the want of memory while the %s is built, keeps nothing of it, and loads again',
  async (_, graph) => {
    failingBuild = graph;
    await expect(load()).rejects.toMatchObject({ code: 'out-of-memory' });
    expect(sessions).toBe(0);
    failingBuild = Infinity;
    await load();
    expect((await captionPhoto('a')).hypotheses).toHaveLength(5);
  },
);

it('names the want of memory while warming up', async () => {
  failingRun = 2;
  await expect(load()).rejects.toMatchObject({ code: 'out-of-memory' });
  expect(sessions).toBe(0);
});

it.each([
  ['encoding', 3],
  ['decoding', 6],
])('names the want of memory while %s, and loads again', async (_, run) => {
  failingRun = run;
  await load();
  await expect(captionPhoto('a')).rejects.toMatchObject({ code: 'out-of-memory' });
  failingRun = Infinity;
  await load();
  expect((await captionPhoto('b')).hypotheses).toHaveLength(5);
});

it('says that the model is gone where it was loaded in an earlier worker', async () => {
  await expect(captionPhoto('a')).rejects.toMatchObject({ code: 'worker-crashed' });
});

it('does not try a backend that failed before', async () => {
  const failed = [{ backend: 'wasm', code: 'out-of-memory', reason: 'before' }] as const;
  const onWasm = { ...request, backends: ['wasm'], failed } as const;
  await expect(service.loadModel('load', onWasm, proxy(nothing))).rejects.toMatchObject({
    code: 'out-of-memory',
    message: 'before',
  });
});
