import { useCallback } from 'react';
import type { CatalogueEntry } from '../../workers/protocol/catalogue.ts';
import { useMessages } from '../i18n/use-messages.ts';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { CatalogueCard } from './catalogue-card.tsx';
import type { HubSource } from './hub-sites.ts';
import styles from './models-dialog.module.css';
import { useModels } from './models.ts';
import { useAsked } from './use-asked.ts';

/** The catalogue that ships with the page. */
const catalogueUrl = 'models/catalogue.json';

function isOnHub(entry: CatalogueEntry): entry is CatalogueEntry & { readonly source: HubSource } {
  return entry.source.kind === 'hub';
}

/** The built-in model and those that can be downloaded, each with what should be known of it before. */
export function CatalogueSection({ isBusy }: { readonly isBusy: boolean }) {
  const messages = useModelsMessages();
  const { app } = useMessages();
  const { client } = useModels();
  const ask = useCallback(
    (signal: AbortSignal) =>
      client.run(signal, (service, job) =>
        service.readCatalogue(job, new URL(catalogueUrl, document.baseURI).href),
      ),
    [client],
  );
  const asked = useAsked(ask);
  return (
    <section className={styles.section} aria-busy={asked.status === 'asking'}>
      <h2 className={styles.heading}>{messages.catalogue}</h2>
      {asked.status === 'failed' && (
        <Failure error={asked.error}>
          <Button onPress={asked.again}>{app.retry}</Button>
        </Failure>
      )}
      {asked.status === 'known' && (
        <ul className={styles.list}>
          {asked.value.models.map((entry) => (
            <CatalogueCard
              key={entry.id}
              entry={entry}
              source={isOnHub(entry) ? entry.source : null}
              isBusy={isBusy}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
