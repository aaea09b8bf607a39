import { type RefObject, useMemo, useRef, useState } from 'react';
import type { MemeDocument } from '../meme/document.ts';
import { type LaidOutMeme, layOutMeme } from '../meme/meme-layout.ts';
import { createMeasurer } from '../meme/typeface.ts';
import { displayedDocument, type Picture } from './picture.ts';
import { type StageSize, useStageSize } from './stage-size.ts';
import { usePaintedStage } from './use-painted-stage.ts';
import { useReadyDocument } from './use-ready-document.ts';

/** The stage's canvas and what is painted on it. */
export interface StageView {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** The document that is to be shown; a live caption may stand in it. */
  readonly meme: MemeDocument;
  /** Null before the canvas has a size. */
  readonly size: StageSize | null;
  /** As painted; null before the first glyphs are there. */
  readonly laidOut: LaidOutMeme | null;
  /** The picture moves, below what is written on it. */
  readonly isPlaying: boolean;
  readonly setPlaying: (isPlaying: boolean) => void;
}

const prefersStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Shows a picture on a canvas: hand `canvas` to the element. */
export function useStage({ image, history, job, earlier, shown, adoptedText }: Picture): StageView {
  const canvas = useRef<HTMLCanvasElement>(null);
  const meme = useMemo(
    () => displayedDocument({ history, job, earlier, shown, adoptedText }),
    [history, job, earlier, shown, adoptedText],
  );
  const size = useStageSize(canvas);
  const [isPlaying, setPlaying] = useState(() => image.moves && !prefersStillness());
  const ready = useReadyDocument(meme);
  const laidOut = useMemo(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (ready.document === null || context === null) return null;
    return layOutMeme(ready.document, image, createMeasurer(context));
  }, [ready, image]);
  usePaintedStage(canvas, image, laidOut, size, isPlaying);
  return { canvas, meme, size, laidOut, isPlaying, setPlaying };
}
