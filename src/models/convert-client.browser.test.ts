import { describe, expect, it } from 'vitest';
import { keepErrorCodes } from '../../workers/protocol/wire.ts';
import { type ConvertClient, createConvertClient } from './convert-client.ts';

keepErrorCodes();

const { signal } = new AbortController();
let started = 0;

function startClient(): ConvertClient {
  started = 0;
  return createConvertClient(
    () => {
      started += 1;
      return new Worker(new URL('./convert-client.test-worker.ts', import.meta.url), { type: 'module' });
    },
    { ping: 3, stop: 2 },
  );
}

const behave = (client: ConvertClient, behaviour: string): Promise<void> =>
  client.run(signal, (service) => service.deleteLeftover(behaviour));

/** A call that does nothing but wait to be aborted, which it was by the time this returns. */
function aborted(client: ConvertClient, behaviour: string): Promise<unknown> {
  const controller = new AbortController();
  const call = client.run(controller.signal, (service, job) => service.readCatalogue(job, behaviour));
  controller.abort();
  return call;
}

describe('the convert client', () => {
  it('passes on what the worker answers, and its errors with their codes', async () => {
    const client = startClient();
    expect(await client.run(signal, (service) => service.listStorage())).toMatchObject({ available: true });
    await expect(behave(client, 'refuses')).rejects.toMatchObject({ code: 'storage-full' });
  });

  it('ends the worker with its last call, and starts another for the next', async () => {
    const client = startClient();
    const list = () => client.run(signal, (service) => service.listStorage());
    await Promise.all([list(), list()]);
    expect(started).toBe(1);
    await list();
    expect(started).toBe(2);
  });

  it('waits for a call that says nothing for long while the worker’s thread is free', async () => {
    await expect(behave(startClient(), 'takes its time')).resolves.toBeUndefined();
  });

  it.each([
    ['crashes', 'worker-crashed'],
    ['keeps the thread', 'worker-stalled'],
  ])('ends every call with a code when the worker %s, and starts another', async (behaviour, code) => {
    const client = startClient();
    const others = behave(client, 'never ends');
    await Promise.all(
      [behave(client, behaviour), others].map((call) => expect(call).rejects.toMatchObject({ code })),
    );
    await client.run(signal, (service) => service.listStorage());
    expect(started).toBe(2);
  });

  it('waits for what is aborted to stop', async () => {
    await expect(aborted(startClient(), 'stops')).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('ends a worker that does not stop what is aborted', async () => {
    const client = startClient();
    await expect(aborted(client, 'ignores aborts')).rejects.toMatchObject({ code: 'worker-stalled' });
    await client.run(signal, (service) => service.listStorage());
    expect(started).toBe(2);
  });
});
