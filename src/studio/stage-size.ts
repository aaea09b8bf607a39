import { type RefObject, useEffect, useState } from 'react';

/** How large the stage is on the screen. */
export interface StageSize {
  /** CSS pixels. */
  readonly cssWidth: number;
  /** Device pixels of the screen. */
  readonly width: number;
  readonly height: number;
}

function sizeOf(entry: ResizeObserverEntry): StageSize {
  const css = entry.contentRect;
  const device = entry.devicePixelContentBoxSize?.[0];
  return {
    cssWidth: css.width,
    width: device?.inlineSize ?? Math.round(css.width * devicePixelRatio),
    height: device?.blockSize ?? Math.round(css.height * devicePixelRatio),
  };
}

/** The size of an element, kept up to date; null before it is known. */
export function useStageSize(element: RefObject<HTMLElement | null>): StageSize | null {
  const [size, setSize] = useState<StageSize | null>(null);
  useEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const observer = new ResizeObserver((entries) => {
      const entry = entries.at(-1);
      if (entry !== undefined) setSize(sizeOf(entry));
    });
    try {
      observer.observe(target, { box: 'device-pixel-content-box' });
    } catch {
      // Safari does not know that box (https://bugs.webkit.org/show_bug.cgi?id=219005).
      observer.observe(target);
    }
    return () => observer.disconnect();
  }, [element]);
  return size;
}
