import { Camera } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useIntakeMessages } from '../i18n/intake-messages.ts';
import { useStudio } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { DialogActions, DialogFrame } from '../ui/dialog-frame.tsx';
import { Failure } from '../ui/failure.tsx';
import { Progress } from '../ui/progress.tsx';
import styles from './camera-dialog.module.css';
import { takePhoto } from './camera.ts';
import { useCamera } from './use-camera.ts';

interface Photo {
  readonly blob: Blob;
  readonly url: string;
}

/** Takes a photo: look, take, take again or use it. */
export default function CameraDialog({ onClose }: { readonly onClose: () => void }) {
  const { camera } = useIntakeMessages();
  const studio = useStudio();
  const [isLive, setIsLive] = useState(false);
  const [photo, setPhoto] = useState<Photo | null>(null);
  const { video, error, retry } = useCamera(photo === null);
  useEffect(() => {
    if (photo === null) return undefined;
    return () => URL.revokeObjectURL(photo.url);
  }, [photo]);

  const take = async (): Promise<void> => {
    if (video.current === null) return;
    const blob = await takePhoto(video.current);
    setIsLive(false);
    setPhoto({ blob, url: URL.createObjectURL(blob) });
  };
  const use = ({ blob }: Photo): void => {
    onClose();
    void studio.intake.open(blob, 'photo.jpg');
  };

  return (
    <DialogFrame title={camera.title} width="narrow" onClose={onClose}>
      {photo !== null && <img className={styles.picture} src={photo.url} alt={camera.taken} />}
      {photo === null && error === null && (
        <>
          <video
            ref={video}
            className={styles.picture}
            aria-label={camera.live}
            autoPlay
            playsInline
            muted
            onPlaying={() => setIsLive(true)}
          />
          {!isLive && <Progress label={camera.starting} share={null} />}
        </>
      )}
      {error !== null && photo === null && (
        <Failure error={error}>
          <Button onPress={retry}>{camera.retry}</Button>
        </Failure>
      )}
      <DialogActions>
        {photo === null ? (
          <Button
            look="primary"
            icon={<Camera aria-hidden />}
            isDisabled={!isLive || error !== null}
            onPress={() => void take()}
          >
            {camera.take}
          </Button>
        ) : (
          <>
            <Button onPress={() => setPhoto(null)}>{camera.again}</Button>
            <Button look="primary" onPress={() => use(photo)}>
              {camera.use}
            </Button>
          </>
        )}
      </DialogActions>
    </DialogFrame>
  );
}
