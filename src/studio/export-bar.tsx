import { Check, Copy, Download } from 'lucide-react';
import { useEffect } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import type { Size } from '../meme/document.ts';
import { Button } from '../ui/button.tsx';
import { canCopyImage } from './export-actions.ts';
import styles from './export-bar.module.css';
import { useStudio, useStudioState } from './studio-context.ts';

/** How long a button says that it has done its work, in milliseconds. */
const noticeTime = 2500;

interface ExportBarProps {
  /** Size of the meme in pixels. */
  readonly area: Size;
}

/** The ways out: download, copy. */
export function ExportBar({ area }: ExportBarProps) {
  const { exports } = useMessages();
  const studio = useStudio();
  const notice = useStudioState((state) => state.notice);
  useEffect(() => {
    if (notice === null) return undefined;
    const timer = setTimeout(() => studio.store.setState({ notice: null }), noticeTime);
    return () => clearTimeout(timer);
  }, [notice, studio]);
  return (
    <div className={styles.bar}>
      <Button
        look="primary"
        icon={notice === 'saved' ? <Check aria-hidden /> : <Download aria-hidden />}
        onPress={() => void studio.exports.download()}
      >
        {exports.download}
      </Button>
      {canCopyImage && (
        <Button
          icon={notice === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
          onPress={() => void studio.exports.copy()}
        >
          {exports.copy}
        </Button>
      )}
      <p className={styles.size}>{exports.size(area.width, area.height)}</p>
    </div>
  );
}
