import { BringToFront, CopyPlus, Plus, SendToBack, Trash2 } from 'lucide-react';
import { useMessages } from '../i18n/use-messages.ts';
import type { MemeDocument, TextLayer } from '../meme/document.ts';
import { Button } from '../ui/button.tsx';
import styles from './layer-tools.module.css';
import { useStudio } from './studio-context.ts';

interface LayerToolsProps {
  readonly document: MemeDocument;
  /** The text that the tools work on. */
  readonly layer: TextLayer | undefined;
}

/** Adds a text; copies, orders or removes the one that is held. */
export function LayerTools({ document, layer }: LayerToolsProps) {
  const { text } = useMessages();
  const { edit } = useStudio();
  const { layers } = document;
  const place = layers.findIndex(({ id }) => id === layer?.id);
  return (
    <div className={styles.tools} role="toolbar" aria-label={text.layers}>
      <Button look="quiet" icon={<Plus aria-hidden />} onPress={edit.add}>
        {text.add}
      </Button>
      <span className={styles.rest}>
        <Button
          look="quiet"
          icon={<CopyPlus aria-hidden />}
          aria-label={text.duplicate}
          isDisabled={layer === undefined}
          onPress={edit.duplicate}
        />
        {layers.length > 1 && (
          <>
            <Button
              look="quiet"
              icon={<BringToFront aria-hidden />}
              aria-label={text.forward}
              isDisabled={place === layers.length - 1}
              onPress={() => edit.reorder(1)}
            />
            <Button
              look="quiet"
              icon={<SendToBack aria-hidden />}
              aria-label={text.backward}
              isDisabled={place <= 0}
              onPress={() => edit.reorder(-1)}
            />
          </>
        )}
        <Button
          look="quiet"
          icon={<Trash2 aria-hidden />}
          aria-label={text.remove}
          isDisabled={layer === undefined}
          onPress={edit.remove}
        />
      </span>
    </div>
  );
}
