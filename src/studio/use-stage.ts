import { type RefObject, useMemo, useRef } from 'react';
import type { MemeDocument } from '../meme/document.ts';
import type { LaidOutLayer } from '../meme/layer-layout.ts';
import { captionLayer, displayedDocument, type Picture } from './picture.ts';
import { type StageSize, useStageSize } from './stage-size.ts';
import { usePaintedStage } from './use-painted-stage.ts';

/** The stage's canvas and what was painted on it. */
export interface StageView {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** The document that is shown; a live caption may stand in it. */
  readonly meme: MemeDocument;
  /** Null before the canvas has a size. */
  readonly size: StageSize | null;
  /** The caption as painted, or null before that. */
  readonly caption: LaidOutLayer | null;
}

/** Shows a picture on a canvas: hand `canvas` to the element. */
export function useStage({ image, history, job, adoptedText }: Picture): StageView {
  const canvas = useRef<HTMLCanvasElement>(null);
  const meme = useMemo(() => displayedDocument({ history, job, adoptedText }), [history, job, adoptedText]);
  const size = useStageSize(canvas);
  const layers = usePaintedStage(canvas, image, meme, size);
  const { id } = captionLayer(meme);
  return { canvas, meme, size, caption: layers.find(({ layer }) => layer.id === id) ?? null };
}
