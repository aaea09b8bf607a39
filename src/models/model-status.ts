import type { LoadedModel, ModelEvent } from '../../workers/protocol/caption-service.ts';
import type { Formats } from '../i18n/formats.ts';
import type { Messages } from '../i18n/messages.ts';

/** A step of making the model ready, in words. */
export interface ModelStatus {
  readonly phase: string;
  /** Facts beside it: bytes, speed, time left. */
  readonly facts: readonly string[];
  /** 0 … 1, or null where it cannot be told. */
  readonly share: number | null;
}

type Download = Extract<ModelEvent, { phase: 'download' }>;

function describeDownload(event: Download, { model }: Messages, formats: Formats): ModelStatus {
  const { loadedBytes, totalBytes, storedBytes, speed } = event;
  const facts = [model.bytes(formats.bytes(loadedBytes), formats.bytes(totalBytes))];
  if (speed !== null && speed > 0) {
    facts.push(model.speed(formats.bytes(speed)));
    facts.push(model.timeLeft(formats.duration((totalBytes - loadedBytes) / speed)));
  } else if (storedBytes > 0) {
    facts.push(model.stored(formats.bytes(storedBytes)));
  }
  return { phase: model.download, facts, share: totalBytes === 0 ? null : loadedBytes / totalBytes };
}

/** Words and bar of a phase; `event` is null before the worker has said anything. */
export function describeModelEvent(
  event: ModelEvent | null,
  messages: Messages,
  formats: Formats,
): ModelStatus {
  const { model } = messages;
  if (event === null) return { phase: model.starting, facts: [], share: null };
  if (event.phase === 'download') return describeDownload(event, messages, formats);
  if (event.phase === 'build') return { phase: model.build[event.graph], facts: [], share: null };
  const phases = {
    manifest: model.manifest,
    wait: model.wait,
    engine: model.engine,
    'warm-up': model.warmUp,
  };
  return { phase: phases[event.phase], facts: [], share: null };
}

/** What runs the model: `WASM · int8`. */
export function describeEngine({ backend, variant }: LoadedModel): string {
  return `${backend === 'wasm' ? 'WASM' : 'WebGPU'} · ${variant}`;
}
