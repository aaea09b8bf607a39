import { CircleAlert, CirclePause, Clock, PenLine } from 'lucide-react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { useDragAndDrop } from 'react-aria-components/useDragAndDrop';
import type { CaptionJob } from '../captions/caption-job.ts';
import { useMessages } from '../i18n/use-messages.ts';
import styles from './film-strip.module.css';
import type { Picture } from './picture.ts';
import { StripTools } from './strip-tools.tsx';
import { useStudio } from './studio-context.ts';
import { Thumbnail } from './thumbnail.tsx';

/** What the strip says of a picture; nothing once its captions are there. */
const badges: Readonly<Record<CaptionJob['status'], typeof Clock | null>> = {
  waiting: Clock,
  running: PenLine,
  done: null,
  stopped: CirclePause,
  failed: CircleAlert,
};

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
      <StripTools count={pictures.length} at={at} />
    </section>
  );
}
