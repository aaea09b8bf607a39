import { Redo2, Undo2 } from 'lucide-react';
import { lazy, type RefObject, Suspense, useState } from 'react';
import { useMessages } from '../i18n/use-messages.ts';
import { findLayer } from '../meme/document.ts';
import type { LaidOutMeme } from '../meme/meme-layout.ts';
import { placementOf } from '../meme/placement.ts';
import { unpaintable } from '../meme/typeface.ts';
import { Button } from '../ui/button.tsx';
import { Panel } from '../ui/panel.tsx';
import { LayerTools } from './layer-tools.tsx';
import { LookField } from './look-field.tsx';
import { activeLayer, displayedDocument, type Picture } from './picture.ts';
import { PlaceField } from './place-field.tsx';
import { SizeField } from './size-field.tsx';
import { useStudio } from './studio-context.ts';
import styles from './text-panel.module.css';

const StyleFields = lazy(() => import('./style-fields.tsx'));

interface TextPanelProps {
  readonly picture: Picture;
  /** As painted last. */
  readonly laidOut: LaidOutMeme | null;
  readonly textArea: RefObject<HTMLTextAreaElement | null>;
}

/** The texts on the picture: the words of the one that is held, its look, size and place. */
export function TextPanel({ picture, laidOut, textArea }: TextPanelProps) {
  const { text } = useMessages();
  const { edit } = useStudio();
  const [isOpen, setIsOpen] = useState(false);
  const { history, image } = picture;
  const layer = activeLayer(picture);
  // While captions are being written the field shows the live one, as the stage does.
  const shown = layer === undefined ? '' : (findLayer(displayedDocument(picture), layer.id)?.text ?? '');
  const painted = laidOut?.layers.find((candidate) => candidate.layer.id === layer?.id)?.fontSize ?? 0;
  const missing = unpaintable(shown);
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
      {missing.length > 0 && <p className={styles.missing}>{text.missing(missing.join(' '))}</p>}
      <LayerTools document={history.present} layer={layer} />
      <LookField onChoose={edit.look} />
      {layer !== undefined && (
        <div className={styles.fields}>
          <PlaceField
            placement={placementOf(layer)}
            isStrip={layer.place !== 'picture'}
            onChange={edit.place}
          />
          <SizeField
            fontSize={layer.fontSize}
            painted={painted / Math.min(image.width, image.height)}
            onChange={(fontSize) => edit.change({ fontSize }, 'font-size')}
          />
          <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
            <summary className={styles.summary}>{text.more}</summary>
            {isOpen && (
              <Suspense>
                <StyleFields layer={layer} onChange={edit.change} />
              </Suspense>
            )}
          </details>
        </div>
      )}
    </Panel>
  );
}
