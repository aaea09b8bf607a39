import { Undo2, X } from 'lucide-react';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { FloatingBar } from '../ui/floating-bar.tsx';
import { useStudio, useStudioState } from './studio-context.ts';

/** A picture that was just taken away, and the way to have it back. */
export function RemovedBar() {
  const { strip: words, app } = useMessages();
  const { strip } = useStudio();
  const removed = useStudioState((state) => state.removed);
  if (removed === null) return null;
  return (
    <FloatingBar message={words.removed(removed.picture.image.name)}>
      <Button look="quiet" icon={<Undo2 aria-hidden />} onPress={strip.restore}>
        {words.restore}
      </Button>
      <Button look="quiet" icon={<X aria-hidden />} aria-label={app.dismiss} onPress={strip.forget} />
    </FloatingBar>
  );
}
