import { Download, Share } from 'lucide-react';
import { useStore } from 'zustand';
import type { ExportGifEvent } from '../../workers/protocol/animation-service.ts';
import { useExportsMessages } from '../i18n/exports-messages.ts';
import { useFormats } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { DialogActions, DialogFrame } from '../ui/dialog-frame.tsx';
import { Progress } from '../ui/progress.tsx';
import type { ExportActions } from './export-actions.ts';
import type { GifState } from './export-gif.ts';
import styles from './gif-dialog.module.css';
import { canSharePictures } from './share-file.ts';
import { useStudio } from './studio-context.ts';

/** The frames are gone through twice. */
function shareOf(event: ExportGifEvent | null): number | null {
  if (event === null) return null;
  return (event.phase === 'survey' ? 0 : 0.5) + event.frame / event.frames / 2;
}

function Running({ event }: { readonly event: ExportGifEvent | null }) {
  const { gif } = useExportsMessages();
  const formats = useFormats();
  const words = (): string => {
    if (event === null) return gif.starting;
    if (event.phase === 'survey') return gif.survey(event.frame, event.frames);
    return gif.write(event.frame, event.frames, formats.bytes(event.bytes));
  };
  return (
    <>
      <Progress label={gif.title} share={shareOf(event)} />
      <p className={styles.facts}>{words()}</p>
    </>
  );
}

function Done({ gif: result, url }: Extract<GifState, { status: 'done' }>) {
  const { gif } = useExportsMessages();
  const formats = useFormats();
  const { width, height, frames, duration, truncated } = result;
  return (
    <>
      <img className={styles.preview} src={url} alt={gif.preview} />
      <p className={styles.facts}>{gif.facts(width, height, frames, formats.seconds(duration / 1000))}</p>
      {truncated && <p className={styles.facts}>{gif.truncated}</p>}
    </>
  );
}

/** A GIF while it is written; then the GIF, its size, and the ways out. */
export default function GifDialog({ gif: { store, close } }: { readonly gif: ExportActions['gif'] }) {
  const { gif } = useExportsMessages();
  const formats = useFormats();
  const { exports } = useStudio();
  const state = useStore(store);
  return (
    <DialogFrame
      title={state.status === 'done' ? gif.preview : gif.title}
      width="narrow"
      isDismissable={state.status === 'done'}
      onClose={close}
    >
      {state.status === 'running' && <Running event={state.event} />}
      {state.status === 'done' && <Done {...state} />}
      <DialogActions>
        {state.status === 'done' ? (
          <>
            {canSharePictures() && (
              <Button icon={<Share aria-hidden />} onPress={() => void exports.shareGif()}>
                {gif.share}
              </Button>
            )}
            <Button
              look="primary"
              icon={<Download aria-hidden />}
              onPress={() => {
                exports.saveGif();
                close();
              }}
            >
              {gif.save(formats.bytes(state.gif.blob.size))}
            </Button>
          </>
        ) : (
          <Button onPress={close}>{gif.cancel}</Button>
        )}
      </DialogActions>
    </DialogFrame>
  );
}
