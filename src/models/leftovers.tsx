import type { Leftover } from '../../workers/protocol/convert-service.ts';
import { useFormats, useMessages } from '../i18n/use-messages.ts';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import { AskingButton } from '../ui/asking-button.tsx';
import styles from './models-dialog.module.css';
import type { StorageActions } from './storage-store.ts';

interface LeftoversProps {
  readonly leftovers: readonly Leftover[];
  readonly actions: StorageActions;
}

/** What unfinished downloads have left in storage. */
export function Leftovers({ leftovers, actions }: LeftoversProps) {
  const { storage: words } = useModelsMessages();
  const messages = useMessages();
  const formats = useFormats();
  return (
    <>
      <h3 className={styles.name}>{words.leftovers}</h3>
      <ul className={styles.list}>
        {leftovers.map(({ id, reference, bytes, totalBytes, active }) => (
          <li key={id} className={styles.leftover}>
            <span>
              {reference ?? words.unknownLeftover}{' '}
              <span className={styles.quiet}>
                {totalBytes === null
                  ? formats.bytes(bytes)
                  : messages.model.bytes(formats.bytes(bytes), formats.bytes(totalBytes))}
                {active && ` · ${words.active}`}
              </span>
            </span>
            <div className={styles.tools}>
              <AskingButton
                sure={words.deleteSure(formats.bytes(bytes))}
                keep={words.keep}
                isDisabled={active}
                onPress={() => void actions.removeLeftover(id)}
              >
                {words.delete}
              </AskingButton>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
