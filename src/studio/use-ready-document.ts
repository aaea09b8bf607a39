import { useEffect, useMemo, useState } from 'react';
import type { MemeDocument } from '../meme/document.ts';
import { areGlyphsLoaded, loadGlyphs } from '../meme/typeface.ts';

/** Longest wait for glyphs in milliseconds before a text is shown in the system's face meanwhile. */
const patience = 1000;

/** What can be laid out. Another object whenever it must be laid out anew. */
interface ReadyDocument {
  /** Null before the glyphs of a first document are there. */
  readonly document: MemeDocument | null;
  /** How often glyphs came for a document that was shown without them: its widths are others since. */
  readonly arrivals: number;
}

/** The document once its glyphs are there; until then the one before. */
export function useReadyDocument(meme: MemeDocument): ReadyDocument {
  const [shown, setShown] = useState<MemeDocument | null>(null);
  const [impatient, setImpatient] = useState<MemeDocument | null>(null);
  const [arrivals, setArrivals] = useState(0);
  const isLoaded = areGlyphsLoaded(meme);
  const document = isLoaded || impatient === meme ? meme : shown;
  if (document !== shown) setShown(document);
  useEffect(() => {
    if (isLoaded) return undefined;
    let isCurrent = true;
    const impatience = setTimeout(() => setImpatient(meme), patience);
    const noteArrival = async (): Promise<void> => {
      await loadGlyphs(meme);
      clearTimeout(impatience);
      if (!isCurrent) return;
      setImpatient(meme);
      setArrivals((count) => count + 1);
    };
    void noteArrival();
    return () => {
      isCurrent = false;
      clearTimeout(impatience);
    };
  }, [meme, isLoaded]);
  return useMemo(() => ({ document, arrivals }), [document, arrivals]);
}
