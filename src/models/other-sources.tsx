import { type FormEvent, useId, useState } from 'react';
import { useModelsMessages } from '../i18n/use-models-messages.ts';
import { Button } from '../ui/button.tsx';
import { describeUnknown } from './describe-unknown.ts';
import { type HubSource, keepSites, linesOf, sitesOf } from './hub-sites.ts';
import styles from './models-dialog.module.css';
import { useModels } from './models.ts';
import { PrecisionField, proposedPrecision } from './precision-field.tsx';

function HubForm({ isBusy }: { readonly isBusy: boolean }) {
  const { hub: words, get, unknownTerms } = useModelsMessages();
  const { getter } = useModels();
  const [hub, setHub] = useState<HubSource['hub']>('modelscope');
  const [model, setModel] = useState('');
  const [revision, setRevision] = useState('');
  const [precision, setPrecision] = useState(proposedPrecision);
  const id = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const suffix = revision.trim() === '' ? '' : `@${revision.trim()}`;
    const sites = sitesOf(hub);
    void getter.start({
      road: 'hub',
      request: {
        reference: `${hub}:${model.trim()}${suffix}`,
        about: describeUnknown(model.trim()),
        precision,
        ...(sites.length > 0 && { sites }),
      },
    });
  };
  return (
    <form className={styles.card} onSubmit={submit}>
      <h3 className={styles.name}>{words.heading}</h3>
      <label className={styles.field}>
        {words.site}
        <select
          className={styles.input}
          value={hub}
          onChange={(event) => setHub(event.target.value === 'huggingface' ? 'huggingface' : 'modelscope')}
        >
          <option value="modelscope">ModelScope</option>
          <option value="huggingface">Hugging Face</option>
        </select>
      </label>
      <label className={styles.field}>
        {words.reference}
        <input
          className={styles.input}
          required
          placeholder="owner/name"
          value={model}
          onChange={(event) => setModel(event.target.value)}
        />
      </label>
      <label className={styles.field}>
        {words.revision}
        <input
          className={styles.input}
          placeholder={words.revisionHint}
          value={revision}
          onChange={(event) => setRevision(event.target.value)}
        />
      </label>
      <div className={styles.field}>
        <label htmlFor={`${id}-sites`}>{words.sites}</label>
        <textarea
          key={hub}
          id={`${id}-sites`}
          className={styles.input}
          rows={2}
          defaultValue={sitesOf(hub).join('\n')}
          aria-describedby={`${id}-hint`}
          onChange={(event) => keepSites(hub, event.target.value)}
        />
        <p id={`${id}-hint`} className={styles.quiet}>
          {words.sitesHint}
        </p>
      </div>
      <p className={styles.quiet}>{unknownTerms}</p>
      <div className={styles.actions}>
        <PrecisionField value={precision} onChange={setPrecision} />
        <Button type="submit" isDisabled={isBusy}>
          {get}
        </Button>
      </div>
    </form>
  );
}

function UrlForm({ isBusy }: { readonly isBusy: boolean }) {
  const { url: words, get, unknownTerms } = useModelsMessages();
  const { getter } = useModels();
  const [text, setText] = useState('');
  const [first, ...others] = linesOf(text).map((line) => (line.endsWith('/') ? line : `${line}/`));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (first !== undefined) void getter.start({ road: 'urls', urls: [first, ...others] });
  };
  return (
    <form className={styles.card} onSubmit={submit}>
      <h3 className={styles.name}>{words.heading}</h3>
      <label className={styles.field}>
        {words.label}
        <textarea
          className={styles.input}
          rows={2}
          placeholder="https://…/"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p className={styles.quiet}>
        {words.hint} {unknownTerms}
      </p>
      <div className={styles.actions}>
        <Button type="submit" isDisabled={isBusy || first === undefined}>
          {get}
        </Button>
      </div>
    </form>
  );
}

/** Models that are not in the catalogue: from a hub by id, or from a URL. */
export function OtherSources({ isBusy }: { readonly isBusy: boolean }) {
  return (
    <div className={styles.list}>
      <HubForm isBusy={isBusy} />
      <UrlForm isBusy={isBusy} />
    </div>
  );
}
