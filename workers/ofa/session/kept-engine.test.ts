import { expect, it } from 'vitest';
import { keptEngine } from './kept-engine.ts';

const url = 'https://memes.example/engine.wasm';
const chromium = { userAgentData: {} };
const holding = (answer: () => Promise<Response | undefined>) => ({ match: answer });

it('is the file that the page keeps', async () => {
  const caches = holding(() => Promise.resolve(new Response(Uint8Array.of(0, 97, 115, 109))));
  const engine = await keptEngine({ caches, navigator: chromium }, url);
  expect(engine).toEqual(Uint8Array.of(0, 97, 115, 109).buffer);
});

it('is left to ONNX Runtime where the page keeps none, an error page or nothing at all', async () => {
  const none = holding(() => Promise.resolve(undefined));
  expect(await keptEngine({ caches: none, navigator: chromium }, url)).toBeNull();
  const failed = holding(() => Promise.resolve(new Response('', { status: 404 })));
  expect(await keptEngine({ caches: failed, navigator: chromium }, url)).toBeNull();
  expect(await keptEngine({ navigator: chromium }, url)).toBeNull();
});

it('is left to ONNX Runtime where the cache cannot be read', async () => {
  const broken = holding(() => Promise.reject(new DOMException('denied', 'SecurityError')));
  expect(await keptEngine({ caches: broken, navigator: chromium }, url)).toBeNull();
});

it('is left to ONNX Runtime where the browser keeps what it has compiled with the stream', async () => {
  const caches = holding(() => Promise.resolve(new Response(Uint8Array.of(1))));
  expect(await keptEngine({ caches, navigator: {} }, url)).toBeNull();
});
