import { useId } from 'react';
import { useStore } from 'zustand';
import type { StoredModel } from '../../workers/protocol/convert-service.ts';
import { useFormats, useLanguage } from '../i18n/use-messages.ts';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import { AskingButton } from '../ui/asking-button.tsx';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import { hubTitles } from './hub-sites.ts';
import { inLanguage } from './in-language.ts';
import { builtInModelFolder } from './model-loader.ts';
import styles from './models-dialog.module.css';
import { useModels } from './models.ts';
import { canPickFolder } from './export-folder.ts';
import { fileNameOf, type StorageActions, type StoredWork } from './storage-store.ts';

interface StoredModelCardProps {
  readonly model: StoredModel;
  readonly actions: StorageActions;
  readonly work: StoredWork | undefined;
}

function save(zip: Blob, name: string): void {
  const url = URL.createObjectURL(zip);
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.zip`;
  link.click();
  // The download begins after the click; a minute is enough for every browser to have begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A stored model: what it is, where it comes from, since when; use, verify, export, delete. */
export function StoredModelCard({ model, actions, work }: StoredModelCardProps) {
  const messages = useModelsMessages();
  const formats = useFormats();
  const language = useLanguage();
  const { choice, choose } = useModels();
  const headingId = useId();
  const { folderUrl, variant, manifest, bytes, committedAt, lastUsedAt } = model;
  const isBuiltIn = folderUrl === new URL(builtInModelFolder, document.baseURI).href;
  const chosen = useStore(choice, (state) => state.model);
  const isInUse = chosen === null ? isBuiltIn : chosen.folderUrl === folderUrl && chosen.variant === variant;
  const { storage: words } = messages;
  const { hub, model: name, revision } = manifest.source;
  const date = (time: number): string =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(time);
  const use = (): void => {
    choose({ model: isBuiltIn ? null : { folderUrl, variant, title: manifest.title } });
  };
  const remove = async (): Promise<void> => {
    if (isInUse && !isBuiltIn) choose({ model: null });
    await actions.remove(model);
  };
  const isWorking = work !== undefined && work.kind !== 'verified';
  return (
    <li className={styles.card} aria-labelledby={headingId}>
      <h3 id={headingId} className={styles.name}>
        {inLanguage(language, manifest.title)}
      </h3>
      <p className={styles.quiet}>
        {formats.bytes(bytes)} · {variant} · {messages.licence}:{' '}
        {manifest.licence.name === '' ? messages.noLicence : manifest.licence.name}
      </p>
      <p className={styles.quiet}>
        {messages.source}: {hub !== 'local' && `${hubTitles[hub]} `}
        {name}
        {revision !== '' && `@${revision}`}
      </p>
      <p className={styles.quiet}>
        {words.got(date(committedAt))} · {words.lastUsed(date(lastUsedAt))}
      </p>
      {isWorking && (
        <Progress label={work.kind === 'verify' ? words.verifying : words.exporting} share={work.share} />
      )}
      {work?.kind === 'verified' && (
        <output>{work.damaged === 0 ? words.whole : words.damaged(work.damaged)}</output>
      )}
      <div className={styles.actions}>
        {isInUse ? (
          <p className={styles.quiet}>{messages.inUse}</p>
        ) : (
          <Button onPress={use}>{messages.use}</Button>
        )}
        <div className={styles.tools}>
          <Button look="quiet" isDisabled={isWorking} onPress={() => void actions.verify(model)}>
            {words.verify}
          </Button>
          <Button
            look="quiet"
            isDisabled={isWorking}
            onPress={() => {
              void actions.exportZip(model).then((zip) => zip !== null && save(zip, fileNameOf(model)));
            }}
          >
            {words.export}
          </Button>
          {canPickFolder() && (
            <Button look="quiet" isDisabled={isWorking} onPress={() => void actions.exportFolder(model)}>
              {words.exportFolder}
            </Button>
          )}
          <AskingButton
            sure={words.deleteSure(formats.bytes(bytes))}
            keep={words.keep}
            isDisabled={isWorking}
            onPress={() => void remove()}
          >
            {words.delete}
          </AskingButton>
        </div>
      </div>
    </li>
  );
}
