import { memo } from 'react';
import { useLanguage, useMessages } from '../i18n/use-messages.ts';
import { useStudio } from '../studio/studio-context.ts';
import { Button } from 'react-aria-components/Button';
import styles from './sample-gallery.module.css';
import { samples, sampleUrl } from './samples.ts';

interface SampleGalleryProps {
  /** A grid on the empty page, one row that scrolls beside a picture. */
  readonly shape: 'grid' | 'row';
}

/** The pictures that ship with the page; one tap puts one on the stage. */
export const SampleGallery = memo(function SampleGallery({ shape }: SampleGalleryProps) {
  const messages = useMessages();
  const language = useLanguage();
  const studio = useStudio();
  const heading = shape === 'grid' ? messages.samples.heading : messages.samples.more;
  return (
    <section aria-label={heading} className={styles.gallery}>
      <h2 className={styles.heading}>{heading}</h2>
      <ul className={styles[shape]}>
        {samples.map((sample) => (
          <li key={sample.file}>
            <Button
              className={styles.sample}
              aria-label={messages.samples.use(language === 'en' ? sample.title.en : sample.title.zh)}
              onPress={() => void studio.intake.openSample(sample)}
            >
              <img
                className={styles.picture}
                src={sampleUrl(sample)}
                alt=""
                draggable={false}
                loading="lazy"
              />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
});
