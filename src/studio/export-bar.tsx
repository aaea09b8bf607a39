import { Check, Copy, Download, Share, SlidersHorizontal } from 'lucide-react';
import { lazy, Suspense, useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../i18n/use-messages.ts';
import type { Rectangle } from '../meme/geometry.ts';
import { Button } from '../ui/button.tsx';
import { canCopyImage } from './export-actions.ts';
import styles from './export-bar.module.css';
import { exportFrame } from './export-frame.ts';
import { formatNames, formatOf } from './export-options.ts';
import type { Picture } from './picture.ts';
import { canSharePictures } from './share-file.ts';
import { useStudio, useStudioState } from './studio-context.ts';

const ExportOptionFields = lazy(() => import('./export-option-fields.tsx'));
const GifDialog = lazy(() => import('./gif-dialog.tsx'));

/** How long a button says that it has done its work, in milliseconds. */
const noticeTime = 2500;

interface ExportBarProps {
  readonly picture: Picture;
  /** The whole meme, strips included, in pixels of the picture. */
  readonly meme: Rectangle;
}

/** The ways out: download, copy, share; and in which format and size. */
export function ExportBar({ picture, meme }: ExportBarProps) {
  const { exports } = useMessages();
  const studio = useStudio();
  const optionsId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const options = useStore(studio.exports.options);
  const hasGif = useStore(studio.exports.gif.store, ({ status }) => status !== 'none');
  const notice = useStudioState((state) => state.notice);
  useEffect(() => {
    if (notice === null) return undefined;
    const timer = setTimeout(() => studio.store.setState({ notice: null }), noticeTime);
    return () => clearTimeout(timer);
  }, [notice, studio]);
  const { moves } = picture.image;
  const { size } = exportFrame(meme, options);
  return (
    <div className={styles.bar}>
      {isOpen && (
        <div id={optionsId} className={styles.options}>
          <Suspense>
            <ExportOptionFields options={options} moves={moves} onChange={studio.exports.options.setState} />
          </Suspense>
        </div>
      )}
      <div className={styles.buttons}>
        <Button
          look="primary"
          icon={notice === 'saved' ? <Check aria-hidden /> : <Download aria-hidden />}
          onPress={() => void studio.exports.download()}
        >
          {exports.download(formatNames[formatOf(options, moves)])}
        </Button>
        {canCopyImage && (
          <Button
            icon={notice === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
            onPress={() => void studio.exports.copy()}
          >
            {exports.copy}
          </Button>
        )}
        {canSharePictures() && (
          <Button
            aria-label={exports.share}
            icon={<Share aria-hidden />}
            onPress={() => void studio.exports.share()}
          />
        )}
        <Button
          aria-label={exports.options}
          aria-expanded={isOpen}
          aria-controls={optionsId}
          icon={<SlidersHorizontal aria-hidden />}
          onPress={() => setIsOpen(!isOpen)}
        />
      </div>
      <p className={styles.size}>{exports.size(size.width, size.height)}</p>
      {hasGif && (
        <Suspense>
          <GifDialog gif={studio.exports.gif} />
        </Suspense>
      )}
    </div>
  );
}
