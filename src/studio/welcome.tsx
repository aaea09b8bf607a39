import { ShieldCheck } from 'lucide-react';
import { useMessages } from '../i18n/use-messages.ts';
import { IntakeButtons } from '../intake/intake-buttons.tsx';
import { SampleGallery } from '../intake/sample-gallery.tsx';
import { ModelOffer } from '../models/model-offer.tsx';
import { ModelProgress } from '../models/model-progress.tsx';
import { useDemonstration } from './demonstration.ts';
import { useModelState } from './studio-context.ts';
import styles from './welcome.module.css';

const photographs = ['panda.jpg', 'cat.jpg', 'cool.jpg'];

/** The stage before there is a picture. */
export function Welcome() {
  const { empty } = useMessages();
  const { status } = useModelState();
  const written = useDemonstration(photographs);
  const isShown = photographs.every((file) => file in written);
  return (
    <main className={styles.welcome}>
      <section className={styles.invitation}>
        <div className={styles.pile} aria-hidden>
          {photographs.map((file) => (
            <figure key={file} className={styles.photograph}>
              <img src={new URL(`samples/${file}`, document.baseURI).href} alt="" draggable={false} />
              <figcaption className={styles.written}>{written[file]}</figcaption>
            </figure>
          ))}
        </div>
        <p className={styles.demonstration}>{isShown && empty.demonstration}</p>
        <div className={styles.words}>
          <h1 className={styles.heading}>{empty.heading}</h1>
          <p className={styles.hint}>
            <span className={styles.hintMouse}>{empty.hint}</span>
            <span className={styles.hintTouch}>{empty.hintTouch}</span>
          </p>
          <div className={styles.buttons}>
            <IntakeButtons isFirst />
          </div>
          <ModelOffer />
          <p className={styles.privacy}>
            <ShieldCheck aria-hidden />
            <span>{empty.privacy}</span>
          </p>
        </div>
      </section>
      {status !== 'ready' && <ModelProgress />}
      <SampleGallery shape="grid" />
    </main>
  );
}
