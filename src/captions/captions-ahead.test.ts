import { describe, expect, it } from 'vitest';
import type {
  CaptionEvent,
  CaptionOptions,
  CaptionResult,
  LoadedModel,
} from '../../workers/protocol/caption-service.ts';
import { createCaptionsAhead } from './captions-ahead.ts';

interface Call {
  readonly signal: AbortSignal;
  readonly image: Blob;
  readonly options: CaptionOptions;
  readonly onEvent: (event: CaptionEvent) => void;
  readonly resolve: (result: CaptionResult) => void;
  readonly reject: (error: Error) => void;
}

/** A client whose calls are answered by the test, and end when they are aborted. */
function recordingClient() {
  const calls: Call[] = [];
  const caption = (
    signal: AbortSignal,
    image: Blob,
    options: CaptionOptions,
    onEvent: (event: CaptionEvent) => void,
  ): Promise<CaptionResult> =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      calls.push({ signal, image, options, onEvent, resolve, reject });
    });
  return { calls, caption };
}

const result = { hypotheses: [], hidden: 0 } as unknown as CaptionResult;
const model = { backend: 'wasm' } as LoadedModel;
const subject = { model, image: new Blob(['cat']), options: { hiddenWords: ['a'] } };
const ignore = (): void => {};
const { signal } = new AbortController();

describe('captions that were begun ahead', () => {
  it('are not asked for again, and their latest event and result come', async () => {
    const client = recordingClient();
    const ahead = createCaptionsAhead(client);
    ahead.begin(subject);
    client.calls[0].onEvent({ phase: 'preprocess' });
    client.calls[0].onEvent({ phase: 'encode' });
    const phases: string[] = [];
    const options = { hiddenWords: ['a'] };
    const captions = ahead.caption(signal, { ...subject, options }, ({ phase }) => phases.push(phase));
    client.calls[0].onEvent({ phase: 'decode', step: 1, maxSteps: 9, hypotheses: [] });
    client.calls[0].resolve(result);
    expect(await captions).toBe(result);
    expect(phases).toEqual(['encode', 'decode']);
    expect(client.calls).toHaveLength(1);
  });

  it('end with the reason of whoever took them up', async () => {
    const client = recordingClient();
    const ahead = createCaptionsAhead(client);
    ahead.begin(subject);
    const controller = new AbortController();
    const captions = ahead.caption(controller.signal, subject, ignore);
    controller.abort(new Error('enough'));
    await expect(captions).rejects.toThrow('enough');
    expect(client.calls[0].signal.aborted).toBe(true);
  });

  it('that failed before they were wanted fail then', async () => {
    const client = recordingClient();
    const ahead = createCaptionsAhead(client);
    ahead.begin(subject);
    client.calls[0].reject(new Error('damaged'));
    await expect(ahead.caption(signal, subject, ignore)).rejects.toThrow('damaged');
  });

  it.each([
    ['another picture', { ...subject, image: new Blob(['cat']) }],
    ['other wishes', { ...subject, options: {} }],
    ['another model', { ...subject, model: { ...model } }],
  ])('are given up for %s', async (_, other) => {
    const client = recordingClient();
    const ahead = createCaptionsAhead(client);
    ahead.begin(subject);
    const captions = ahead.caption(signal, other, ignore);
    client.calls[1].resolve(result);
    expect(await captions).toBe(result);
    expect(client.calls[0].signal.aborted).toBe(true);
    expect(client.calls[1].image).toBe(other.image);
  });

  it('can be given up until they are taken up', async () => {
    const client = recordingClient();
    const ahead = createCaptionsAhead(client);
    const giveUpFirst = ahead.begin(subject);
    giveUpFirst();
    expect(client.calls[0].signal.aborted).toBe(true);
    const giveUpSecond = ahead.begin(subject);
    const captions = ahead.caption(signal, subject, ignore);
    giveUpSecond();
    client.calls[1].resolve(result);
    expect(await captions).toBe(result);
  });

  it('are of the newest picture only', () => {
    const client = recordingClient();
    const ahead = createCaptionsAhead(client);
    ahead.begin(subject);
    ahead.begin({ ...subject, image: new Blob(['dog']) });
    expect(client.calls.map((call) => call.signal.aborted)).toEqual([true, false]);
  });
});
