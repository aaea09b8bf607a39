import {
  ArrowLeft,
  ArrowRight,
  CircleAlert,
  CirclePause,
  Clock,
  Download,
  PenLine,
  Trash2,
  X,
} from 'lucide-react';
import { useEffect, useRef } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { useDragAndDrop } from 'react-aria-components/useDragAndDrop';
import { useStore } from 'zustand';
import type { CaptionJob } from '../captions/caption-job.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import styles from './film-strip.module.css';
import type { Picture } from './picture.ts';
import { useStudio } from './studio-context.ts';

/** What the strip says of a picture; nothing once its captions are there. */
const badges: Readonly<Record<CaptionJob['status'], typeof Clock | null>> = {
  waiting: Clock,
  running: PenLine,
  done: null,
  stopped: CirclePause,
  failed: CircleAlert,
};

/** A square of the picture's middle. */
function Thumbnail({ preview }: { readonly preview: HTMLCanvasElement }) {
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

/** The tools of the strip: they are about the picture on the stage, or about all. */
function StripTools({ pictures, at }: { readonly pictures: readonly Picture[]; readonly at: number }) {
  const { strip: words } = useMessages();
  const { strip, zip } = useStudio();
  const packing = useStore(zip.store);
  return (
    <div className={styles.tools}>
      <Button
        look="quiet"
        icon={<ArrowLeft aria-hidden />}
        aria-label={words.back}
        isDisabled={at <= 0}
        onPress={() => strip.step(-1)}
      />
      <Button
        look="quiet"
        icon={<ArrowRight aria-hidden />}
        aria-label={words.forth}
        isDisabled={at === pictures.length - 1}
        onPress={() => strip.step(1)}
      />
      <Button look="quiet" icon={<Trash2 aria-hidden />} aria-label={words.remove} onPress={strip.remove} />
      {packing.status === 'packing' ? (
        <div className={styles.packing}>
          <div className={styles.progress}>
            <Progress
              label={words.packing(packing.done, packing.total)}
              share={packing.done / packing.total}
            />
            <span aria-hidden>{words.packing(packing.done, packing.total)}</span>
          </div>
          <Button look="quiet" icon={<X aria-hidden />} aria-label={words.cancel} onPress={zip.cancel} />
        </div>
      ) : (
        <Button look="quiet" icon={<Download aria-hidden />} onPress={() => void zip.download()}>
          {words.downloadAll}
        </Button>
      )}
    </div>
  );
}

interface FilmStripProps {
  readonly pictures: readonly Picture[];
  readonly selectedId: string | null;
}

/** Several pictures: which is on the stage, how far the captions of each are, and their order. */
export default function FilmStrip({ pictures, selectedId }: FilmStripProps) {
  const { strip: words } = useMessages();
  const { strip } = useStudio();
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target }) => {
      if (target.dropPosition === 'on') return;
      strip.move(new Set([...keys].map(String)), String(target.key), target.dropPosition);
    },
  });
  const at = pictures.findIndex(({ id }) => id === selectedId);
  return (
    <section className={styles.strip} aria-label={words.label}>
      <ListBox
        aria-label={words.pictures(pictures.length)}
        className={styles.pictures}
        orientation="horizontal"
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={selectedId === null ? [] : [selectedId]}
        onSelectionChange={(keys) => {
          const [key] = keys === 'all' ? [] : [...keys];
          if (key !== undefined) strip.select(String(key));
        }}
        dragAndDropHooks={dragAndDropHooks}
        // Selection is by picture; the texts say how far each is.
        items={pictures}
        dependencies={[words]}
      >
        {({ id, image, job }) => {
          const Badge = badges[job.status];
          const label = words.picture(image.name, words.states[job.status]);
          return (
            <ListBoxItem
              id={id}
              textValue={label}
              aria-label={label}
              className={styles.picture}
              data-state={job.status}
            >
              <Thumbnail preview={image.preview} />
              {Badge !== null && (
                <span className={styles.badge}>
                  <Badge aria-hidden />
                </span>
              )}
            </ListBoxItem>
          );
        }}
      </ListBox>
      <StripTools pictures={pictures} at={at} />
    </section>
  );
}
