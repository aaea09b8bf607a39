import { Redo2, Undo2 } from 'lucide-react';
import type { RefObject } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { placementOf } from '../meme/placement.ts';
import { Button } from '../ui/button.tsx';
import { Panel } from '../ui/panel.tsx';
import { captionLayer, displayedDocument, type Picture } from './picture.ts';
import { PlaceField } from './place-field.tsx';
import { SizeField } from './size-field.tsx';
import { useStudio } from './studio-context.ts';
import styles from './text-panel.module.css';

interface TextPanelProps {
  readonly picture: Picture;
  /** The size that the text is painted at, a fraction of the picture's shorter side. */
  readonly paintedSize: number;
  readonly textArea: RefObject<HTMLTextAreaElement | null>;
}

/** The text on the picture: its words, size and place. */
export function TextPanel({ picture, paintedSize, textArea }: TextPanelProps) {
  const { text } = useMessages();
  const { edit } = useStudio();
  const { history } = picture;
  const layer = captionLayer(history.present);
  // While captions are being written the field shows the live one, as the stage does.
  const shown = captionLayer(displayedDocument(picture)).text;
  return (
    <Panel
      heading={text.heading}
      actions={
        <>
          <Button
            look="quiet"
            icon={<Undo2 aria-hidden />}
            aria-label={text.undo}
            isDisabled={history.past.length === 0}
            onPress={edit.undo}
          />
          <Button
            look="quiet"
            icon={<Redo2 aria-hidden />}
            aria-label={text.redo}
            isDisabled={history.future.length === 0}
            onPress={edit.redo}
          />
        </>
      }
    >
      <textarea
        ref={textArea}
        className={styles.words}
        aria-label={text.label}
        placeholder={text.placeholder}
        rows={2}
        spellCheck={false}
        value={shown}
        onChange={(event) => edit.type(event.target.value)}
      />
      <div className={styles.fields}>
        <PlaceField placement={placementOf(layer)} onChange={edit.place} />
        <SizeField fontSize={layer.fontSize} painted={paintedSize} onChange={edit.setFontSize} />
      </div>
    </Panel>
  );
}
