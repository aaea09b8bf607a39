import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { isAbort, type OfaError, toOfaError } from '../../workers/protocol/errors.ts';
import { useIntakeMessages } from '../i18n/intake-messages.ts';
import { useStudio } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { DialogActions, DialogFrame } from '../ui/dialog-frame.tsx';
import { Failure } from '../ui/failure.tsx';
import { Progress } from '../ui/progress.tsx';
import { fetchPicture, fileNameOf, parseAddress } from './fetch-picture.ts';
import styles from './link-dialog.module.css';

/** Asks for the address of a picture and opens what is there. */
export default function LinkDialog({ onClose }: { readonly onClose: () => void }) {
  const { link } = useIntakeMessages();
  const studio = useStudio();
  const fieldId = useId();
  const [address, setAddress] = useState('');
  const [error, setError] = useState<OfaError | null>(null);
  const [isFetching, setIsFetching] = useState(false);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);

  async function open(): Promise<void> {
    const fetching = new AbortController();
    controller.current = fetching;
    setError(null);
    setIsFetching(true);
    try {
      const url = parseAddress(address);
      const picture = await fetchPicture(fetching.signal, url);
      onClose();
      await studio.intake.open(picture, fileNameOf(url));
    } catch (failure) {
      if (!isAbort(failure)) setError(toOfaError(failure));
    } finally {
      setIsFetching(false);
    }
  }

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void open();
  };

  return (
    <DialogFrame title={link.title} width="narrow" onClose={onClose}>
      <form className={styles.form} noValidate onSubmit={submit}>
        <label htmlFor={fieldId}>{link.label}</label>
        <input
          id={fieldId}
          className={styles.address}
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
        <p className={styles.hint}>{link.hint}</p>
        {isFetching && <Progress label={link.fetching} share={null} />}
        {error !== null && <Failure error={error}>{null}</Failure>}
        <DialogActions>
          {isFetching ? (
            <Button onPress={() => controller.current?.abort()}>{link.cancel}</Button>
          ) : (
            <Button look="primary" type="submit">
              {link.open}
            </Button>
          )}
        </DialogActions>
      </form>
    </DialogFrame>
  );
}
