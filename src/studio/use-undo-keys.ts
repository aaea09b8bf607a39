import { useEffect } from 'react';
import { useStudio } from './studio-context.ts';

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y; Command on a Mac) undo and redo, wherever the focus is. */
export function useUndoKeys(): void {
  const { edit } = useStudio();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if ((!event.ctrlKey && !event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) edit.redo();
      else edit.undo();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [edit]);
}
