import { useEffect, useRef } from 'react';
import styles from './film-strip.module.css';

/** A square of the picture's middle. */
export function Thumbnail({ preview }: { readonly preview: HTMLCanvasElement }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const side = Math.min(preview.width, preview.height);
    const { width, height } = context.canvas;
    context.imageSmoothingQuality = 'high';
    context.clearRect(0, 0, width, height);
    const x = (preview.width - side) / 2;
    context.drawImage(preview, x, (preview.height - side) / 2, side, side, 0, 0, width, height);
  }, [preview]);
  return <canvas ref={canvas} className={styles.thumbnail} width={112} height={112} aria-hidden />;
}
