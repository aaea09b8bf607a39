import { afterEach, describe, expect, it } from 'vitest';
import type { CaptionEvent } from '../../workers/protocol/caption-service.ts';
import { keepErrorCodes } from '../../workers/protocol/wire.ts';
import { type CaptionClient, createCaptionClient } from './caption-client.ts';
import { patience, type Patience } from './patience.ts';

keepErrorCodes();

const clients: CaptionClient[] = [];

function startClient(limits?: Patience): CaptionClient {
  const client = createCaptionClient(
    () => new Worker(new URL('./caption-client.test-worker.ts', import.meta.url), { type: 'module' }),
    limits,
  );
  clients.push(client);
  return client;
}

async function run(
  client: CaptionClient,
  command: string,
  signal = new AbortController().signal,
  onEvent: (event: CaptionEvent) => void = () => undefined,
): Promise<string> {
  const { hypotheses } = await client.caption(signal, new Blob([command]), {}, onEvent);
  return hypotheses[0].text;
}

afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

describe('the caption client', () => {
  it('passes events on and returns the result', async () => {
    const phases: string[] = [];
    const text = await run(startClient(), 'events', undefined, ({ phase }) => phases.push(phase));
    expect(text).toBe('done');
    expect(phases).toEqual(['preprocess', 'encode']);
  });

  it('rejects with the worker’s error, code and details included', async () => {
    await expect(run(startClient(), 'refuse')).rejects.toMatchObject({
      name: 'OfaError',
      code: 'image-damaged',
      details: { file: 'a.png' },
    });
  });

  it('keeps one worker for all calls', async () => {
    const client = startClient();
    expect(await run(client, 'born')).toBe(await run(client, 'born'));
  });

  it('rejects at once with the signal’s reason, and tells the worker', async () => {
    const client = startClient();
    const controller = new AbortController();
    const call = run(client, 'hang', controller.signal);
    controller.abort();
    await expect(call).rejects.toBe(controller.signal.reason);
    expect(await run(client, 'aborted')).toBe('job-1');
  });

  it('does not start what is aborted already', async () => {
    let workers = 0;
    const client = createCaptionClient(() => {
      workers += 1;
      throw new Error('not wanted');
    });
    await expect(run(client, 'born', AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(workers).toBe(0);
  });

  it('rejects every pending call when the worker fails, and starts another for the next', async () => {
    const client = startClient();
    const before = await run(client, 'born');
    const pending = run(client, 'hang');
    const failing = run(client, 'crash');
    await expect(pending).rejects.toMatchObject({ code: 'worker-crashed' });
    await expect(failing).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(await run(client, 'born')).not.toBe(before);
  });

  it('says nothing more of a call that has ended with its worker, though more has been sent', async () => {
    const workers: Worker[] = [];
    const client = createCaptionClient(() => {
      const worker = new Worker(new URL('./caption-client.test-worker.ts', import.meta.url), {
        type: 'module',
      });
      workers.push(worker);
      return worker;
    });
    clients.push(client);
    const phases: string[] = [];
    const call = run(client, 'events', undefined, ({ phase }) => {
      phases.push(phase);
      workers[0].dispatchEvent(new ErrorEvent('error', { message: 'gone' }));
    });
    await expect(call).rejects.toMatchObject({ code: 'worker-crashed' });
    // By then the events that were under way have come.
    await run(client, 'events');
    expect(phases).toEqual(['preprocess']);
  });

  it('ends a worker that gives no sign of life, and starts another for the next call', async () => {
    const client = startClient({ ...patience, start: 3 });
    const before = await run(client, 'born');
    await expect(run(client, 'hang')).rejects.toMatchObject({ code: 'worker-stalled' });
    expect(await run(client, 'born')).not.toBe(before);
  });

  it('ends a worker whose thread is stuck where it should be free', async () => {
    const client = startClient({ ...patience, ping: 3 });
    const request = { folderUrl: 'frozen:/', backends: ['wasm'] } as const;
    const loading = client.loadModel(new AbortController().signal, request, () => undefined);
    await expect(loading).rejects.toMatchObject({ code: 'worker-stalled' });
    expect(await run(client, 'events')).toBe('done');
  });

  it('rejects if the worker’s script cannot be loaded', async () => {
    const client = createCaptionClient(() => new Worker('/no-such-worker.js', { type: 'module' }));
    await expect(run(client, 'born')).rejects.toMatchObject({ code: 'worker-crashed' });
  });

  it('rejects pending calls when it is disposed of', async () => {
    const client = startClient();
    const pending = run(client, 'hang');
    client.dispose();
    await expect(pending).rejects.toMatchObject({ code: 'worker-crashed' });
  });
});
