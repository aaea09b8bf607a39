import { Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { OfaError } from '../../protocol/errors.ts';
import { serialRuntime } from './serial-runtime.ts';

it('ends what never would when its device is lost, and everything after it', async () => {
  const hanging = new Promise<never>(() => undefined);
  const losses: ((error: OfaError) => void)[] = [];
  const runtime = serialRuntime({
    Tensor,
    InferenceSession: { create: async () => hanging },
    threads: 1,
    executionProviders: ['cpu'],
    residentLocation: 'cpu',
    lost: new Promise((resolve) => {
      losses.push(resolve);
    }),
  });
  const request = { model: new Uint8Array(), externalData: [], residentOutputs: [] };
  const first = runtime.createSession(request);
  const second = runtime.createSession(request);
  losses[0](new OfaError('backend-lost', 'unplugged'));
  await expect(first).rejects.toMatchObject({ code: 'backend-lost' });
  await expect(second).rejects.toMatchObject({ code: 'backend-lost' });
});
