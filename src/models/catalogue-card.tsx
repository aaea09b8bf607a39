import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { type CatalogueEntry, describeEntry } from '../../workers/protocol/catalogue.ts';
import type { HubRequest } from '../../workers/protocol/convert-service.ts';
import { useFormats, useLanguage } from '../i18n/use-messages.ts';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import { Button } from '../ui/button.tsx';
import { type HubSource, hubTitles, sitesOf } from './hub-sites.ts';
import { inLanguage } from './in-language.ts';
import styles from './models-dialog.module.css';
import { useModels } from './models.ts';
import { PrecisionField, proposedPrecision } from './precision-field.tsx';

interface CatalogueCardProps {
  readonly entry: CatalogueEntry;
  /** Null for the built-in model. */
  readonly source: HubSource | null;
  /** Another model is being got. */
  readonly isBusy: boolean;
}

function exactBytes({ files }: HubSource): number | null {
  const sizes = files.map(({ bytes }) => bytes);
  return sizes.length === 0
    ? null
    : sizes.reduce<number | null>((sum, size) => (sum === null || size === undefined ? null : sum + size), 0);
}

function hubRequest(entry: CatalogueEntry, source: HubSource, precision: string): HubRequest {
  const { hub, model, revision, files } = source;
  const sites = sitesOf(hub);
  return {
    reference: `${hub}:${model}@${revision}`,
    files,
    about: describeEntry(entry),
    precision,
    ...(sites.length > 0 && { sites }),
  };
}

/** A model of the catalogue: size, licence and content before anything is downloaded. */
export function CatalogueCard({ entry, source, isBusy }: CatalogueCardProps) {
  const messages = useModelsMessages();
  const formats = useFormats();
  const language = useLanguage();
  const { choice, choose, getter } = useModels();
  const headingId = useId();
  const [precision, setPrecision] = useState(source?.precisions[0] ?? proposedPrecision);
  const isInUse = useStore(choice, ({ model }) => source === null && model === null);
  const { title, description, licence, contentNotice } = entry;
  const size = (hub: HubSource): string => {
    const exact = exactBytes(hub);
    if (exact !== null) return messages.size(formats.bytes(exact));
    const { approximateBytes } = hub;
    return approximateBytes === undefined
      ? messages.unknownSize
      : messages.aboutSize(formats.bytes(approximateBytes));
  };
  const get = (hub: HubSource): void => {
    void getter.start({ road: 'hub', request: hubRequest(entry, hub, precision) });
  };
  return (
    <li className={styles.card} aria-labelledby={headingId}>
      <h3 id={headingId} className={styles.name}>
        {inLanguage(language, title)}
      </h3>
      <p>{inLanguage(language, description)}</p>
      {source !== null && (
        <p className={styles.quiet}>
          {size(source)} · {hubTitles[source.hub]} {source.model}@{source.revision}
        </p>
      )}
      <details className={styles.quiet}>
        <summary>
          {messages.licence}: {licence.name ?? messages.noLicence}
        </summary>
        <p>{inLanguage(language, licence.notice)}</p>
      </details>
      <p className={styles.quiet}>
        {messages.contentNotice}: {inLanguage(language, contentNotice)}
      </p>
      <div className={styles.actions}>
        {entry.language !== 'zh' && <p className={styles.quiet}>{messages.otherLanguage}</p>}
        {source === null && !isInUse && (
          <Button onPress={() => choose({ model: null })}>{messages.use}</Button>
        )}
        {isInUse && <p className={styles.quiet}>{messages.inUse}</p>}
        {source !== null && entry.language === 'zh' && (
          <>
            <PrecisionField value={precision} only={source.precisions} onChange={setPrecision} />
            <Button isDisabled={isBusy} onPress={() => get(source)}>
              {messages.get}
            </Button>
          </>
        )}
      </div>
    </li>
  );
}
