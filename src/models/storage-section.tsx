import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useFormats } from '../i18n/use-messages.ts';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { Leftovers } from './leftovers.tsx';
import styles from './models-dialog.module.css';
import { useModels } from './models.ts';
import { createStorageActions, keyOf } from './storage-store.ts';
import { StoredModelCard } from './stored-model-card.tsx';

/** What is kept on this device, how much it may be, and whether the browser will keep it. */
export function StorageSection() {
  const { storage: words } = useModelsMessages();
  const formats = useFormats();
  const { client, getter } = useModels();
  const actions = useMemo(() => createStorageActions(client), [client]);
  const { report, isPersisted, error, work } = useStore(actions.store);
  useEffect(() => {
    void actions.refresh();
    return getter.store.subscribe(({ status }, before) => {
      if (status !== before.status) void actions.refresh();
    });
  }, [actions, getter]);
  return (
    <section className={styles.section} aria-busy={report === null}>
      <h2 className={styles.heading}>{words.heading}</h2>
      {error !== null && <Failure error={error}>{null}</Failure>}
      {report !== null && !report.available && <p>{words.denied}</p>}
      {report !== null && report.usedBytes !== null && report.quotaBytes !== null && (
        <p className={styles.quiet}>
          {words.used(formats.bytes(report.usedBytes), formats.bytes(report.quotaBytes))}
        </p>
      )}
      {report?.available === true && isPersisted !== null && (
        <p className={styles.quiet}>
          {isPersisted ? words.persisted : words.notPersisted}
          {!isPersisted && (
            <Button look="quiet" onPress={() => void actions.persist()}>
              {words.persist}
            </Button>
          )}
        </p>
      )}
      {report?.available === true && report.models.length === 0 && <p>{words.none}</p>}
      <ul className={styles.list}>
        {report?.models.map((model) => (
          <StoredModelCard key={keyOf(model)} model={model} actions={actions} work={work[keyOf(model)]} />
        ))}
      </ul>
      {report !== null && report.leftovers.length > 0 && (
        <Leftovers leftovers={report.leftovers} actions={actions} />
      )}
    </section>
  );
}
