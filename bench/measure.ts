/** Measures places in turn, round by round, so that what slows the machine down for a while slows all of them. */
import { freemem } from 'node:os';
import type { GenerationSettings } from '../workers/protocol/generation.ts';
import type { CaptionSample, LoadSamples, MemorySamples, Target } from './target.ts';

/** Pictures handed over at once to learn how many a minute takes. */
const batchPictures = 4;

/** One row of the report: a variant of a model in one place. */
export interface Row {
  readonly model: string;
  readonly variant: string;
  /** `Chromium` or `Node`; null for a variant that WebAssembly does not run and whose download alone counts. */
  readonly place: 'Chromium' | 'Node' | null;
  /** Bytes that the variant's files have. */
  readonly downloadBytes: number;
}

export interface Place {
  readonly row: Row;
  /** Bytes of memory that it takes at its peak. */
  readonly neededBytes: number;
  open(): Promise<Target>;
}

/** Places that are in memory at the same time and take turns. One that the next stage has as well stays. */
export interface Stage {
  readonly places: readonly Place[];
  /** Captions measured of each place. */
  readonly rounds: number;
  /** Caption once before measuring. */
  readonly warmUp: boolean;
  readonly batch: boolean;
}

export interface Measurement extends Row {
  /** Why it was not measured; null if it was. */
  readonly skipped: string | null;
  readonly load: LoadSamples | null;
  readonly captions: readonly CaptionSample[];
  readonly picturesPerMinute: number | null;
  readonly memory: MemorySamples | null;
}

export function nameOf({ model, variant, place }: Row): string {
  return [model, variant, ...(place === null ? [] : ['in', place])].join(' ');
}

/** A place while it is measured. */
interface OpenPlace {
  readonly target: Target;
  readonly load: LoadSamples;
  readonly captions: CaptionSample[];
  picturesPerMinute: number | null;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Loads a place. @throws Error that says why it cannot be measured here */
async function openPlace(place: Place): Promise<OpenPlace> {
  const free = freemem();
  if (place.neededBytes > free) {
    throw new Error(`it wants ${gigabytes(place.neededBytes)} of memory, ${gigabytes(free)} are free`);
  }
  const target = await place.open();
  try {
    return { target, load: await target.load(), captions: [], picturesPerMinute: null };
  } catch (error) {
    await target.close();
    throw error;
  }
}

async function closePlace({ row }: Place, open: OpenPlace): Promise<Measurement> {
  const { target, load, captions, picturesPerMinute } = open;
  const memory = await target.memory();
  await target.close();
  return { ...row, skipped: null, load, captions, picturesPerMinute, memory };
}

/** Captions in turn in all of `places`. */
async function takeTurns(
  places: readonly OpenPlace[],
  { rounds, warmUp, batch }: Stage,
  settings: Partial<GenerationSettings>,
  say: (text: string) => void,
): Promise<void> {
  if (warmUp) for (const { target } of places) await target.caption(settings);
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}`);
    for (const { target, captions } of places) captions.push(await target.caption(settings));
  }
  if (!batch) return;
  say(`${batchPictures} pictures at once`);
  for (const place of places) {
    const milliseconds = await place.target.captionBatch(settings, batchPictures);
    place.picturesPerMinute = milliseconds === null ? null : (60_000 * batchPictures) / milliseconds;
  }
}

/** The places of all stages, each once. What cannot be loaded here is skipped, and its measurement says why. */
export async function measure(
  stages: readonly Stage[],
  settings: Partial<GenerationSettings>,
  say: (text: string) => void,
): Promise<readonly Measurement[]> {
  const open = new Map<Place, OpenPlace>();
  const measurements = new Map<Place, Measurement>();
  const skip = ({ row }: Place, reason: string): Measurement => {
    say(`${nameOf(row)}: SKIPPED, ${reason}`);
    return { ...row, skipped: reason, load: null, captions: [], picturesPerMinute: null, memory: null };
  };
  try {
    for (const [index, stage] of stages.entries()) {
      for (const place of stage.places.filter((wanted) => !open.has(wanted) && !measurements.has(wanted))) {
        say(`${nameOf(place.row)}: loading`);
        try {
          open.set(place, await openPlace(place));
        } catch (error) {
          const [reason] = String(error instanceof Error ? error.message : error).split('\n');
          measurements.set(place, skip(place, reason));
        }
      }
      const taking = stage.places.flatMap((place) => open.get(place) ?? []);
      await takeTurns(taking, stage, settings, say);
      const later = new Set(stages.slice(index + 1).flatMap(({ places }) => places));
      for (const [place, opened] of [...open].filter(([candidate]) => !later.has(candidate))) {
        open.delete(place);
        measurements.set(place, await closePlace(place, opened));
      }
    }
  } finally {
    for (const { target } of open.values()) await target.close();
  }
  return [...new Set(stages.flatMap(({ places }) => places))].flatMap(
    (place) => measurements.get(place) ?? [],
  );
}
