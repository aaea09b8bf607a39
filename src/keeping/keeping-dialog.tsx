import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useKeepingMessages } from '../i18n/keeping-messages.ts';
import { DialogFrame } from '../ui/dialog-frame.tsx';
import { FavouritesSection } from './favourites-section.tsx';
import { useKeeping } from './keeping.ts';
import { MemesSection } from './memes-section.tsx';

/** What the page has kept: texts that were liked, and memes to go on with. */
export default function KeepingDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useKeepingMessages();
  const keeping = useKeeping();
  const isDenied = useStore(keeping.store, (state) => state.isDenied);
  useEffect(() => {
    void keeping.flush();
  }, [keeping]);
  return (
    <DialogFrame title={words.title} width="wide" onClose={onClose}>
      {isDenied && <p role="alert">{words.denied}</p>}
      <FavouritesSection onClose={onClose} />
      <MemesSection onClose={onClose} />
    </DialogFrame>
  );
}
