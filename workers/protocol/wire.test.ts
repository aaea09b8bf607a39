import { expose, proxy, wrap } from 'comlink';
import { afterAll, expect, it } from 'vitest';
import { eventChannel } from '../ofa/event-channel.ts';
import { OfaError } from './errors.ts';
import { keepErrorCodes } from './wire.ts';

interface Service {
  fail(): Promise<void>;
  abort(): Promise<void>;
  overflow(): Promise<void>;
  count(onEvent: (event: number) => void): Promise<number>;
}

const { port1: worker, port2: page } = new MessageChannel();
keepErrorCodes();
const service: Service = {
  fail: async () =>
    Promise.reject(new OfaError('model-file-corrupt', 'weights differ', { file: 'a.bin', bytes: 7 })),
  abort: async () => {
    const controller = new AbortController();
    controller.abort();
    return Promise.reject(controller.signal.reason as Error);
  },
  overflow: async () => Promise.reject(new RangeError('Array buffer allocation failed')),
  count: async (onEvent) => {
    const events = eventChannel(onEvent);
    for (let event = 1; event <= 3; event++) events.send(event);
    await events.delivered();
    return 3;
  },
};
expose(service, worker);
const remote = wrap<Service>(page);

afterAll(() => {
  worker.close();
  page.close();
});

it('carries an error with its code, details and stack', async () => {
  const error: unknown = await remote.fail().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(OfaError);
  expect(error).toMatchObject({
    code: 'model-file-corrupt',
    message: 'weights differ',
    details: { file: 'a.bin', bytes: 7 },
  });
  expect((error as Error).stack).toContain('wire.test');
});

it('carries an abort as an abort', async () => {
  await expect(remote.abort()).rejects.toMatchObject({ name: 'AbortError' });
});

it('gives an error of the platform a code', async () => {
  await expect(remote.overflow()).rejects.toMatchObject({ name: 'OfaError', code: 'out-of-memory' });
});

it('delivers the events of a call before its result', async () => {
  const received: number[] = [];
  expect(await remote.count(proxy((event: number) => void received.push(event)))).toBe(3);
  expect(received).toEqual([1, 2, 3]);
});
