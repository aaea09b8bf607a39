import { Camera, ClipboardPaste, ImagePlus, Link } from 'lucide-react';
import { lazy, memo, Suspense, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useMessages } from '../i18n/use-messages.ts';
import { useStudio, useStudioState } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { hasCamera } from './camera.ts';
import { canReadClipboard } from './clipboard.ts';
import { openFiles } from './open-files.ts';
import { pictureFileTypes } from './picture-files.ts';

const dialogs = {
  camera: lazy(() => import('./camera-dialog.tsx')),
  link: lazy(() => import('./link-dialog.tsx')),
};

/** A phone's own camera app is better than a video in the page; desktops do not have one that a page can open. */
const hasCameraApp = (): boolean => matchMedia('(pointer: coarse)').matches;

interface IntakeButtonsProps {
  /** On the empty stage choosing a picture is the thing to do; beside a picture it is one of several. */
  readonly isFirst: boolean;
}

/** Choose a file, paste, take a photo, or give an address. */
export const IntakeButtons = memo(function IntakeButtons({ isFirst }: IntakeButtonsProps) {
  const { intake } = useMessages();
  const studio = useStudio();
  const hasSeveral = useStudioState(({ pictures }) => pictures.length > 1);
  const [dialog, setDialog] = useState<keyof typeof dialogs | null>(null);
  const open = (files: FileList | null): void => {
    openFiles(studio, Array.from(files ?? []));
  };
  const OpenDialog = dialog === null ? null : dialogs[dialog];
  return (
    <>
      <FileTrigger acceptedFileTypes={pictureFileTypes} allowsMultiple onSelect={open}>
        <Button look={isFirst ? 'primary' : 'plain'} icon={<ImagePlus aria-hidden />}>
          {isFirst ? intake.choose : intake[hasSeveral ? 'oneMore' : 'another']}
        </Button>
      </FileTrigger>
      {canReadClipboard && (
        <Button icon={<ClipboardPaste aria-hidden />} onPress={() => void studio.intake.paste()}>
          {intake.paste}
        </Button>
      )}
      {hasCameraApp() ? (
        <FileTrigger acceptedFileTypes={['image/*']} defaultCamera="environment" onSelect={open}>
          <Button icon={<Camera aria-hidden />}>{intake.photo}</Button>
        </FileTrigger>
      ) : (
        hasCamera && (
          <Button icon={<Camera aria-hidden />} onPress={() => setDialog('camera')}>
            {intake.photo}
          </Button>
        )
      )}
      <Button icon={<Link aria-hidden />} onPress={() => setDialog('link')}>
        {intake.link}
      </Button>
      {OpenDialog !== null && (
        <Suspense>
          <OpenDialog onClose={() => setDialog(null)} />
        </Suspense>
      )}
    </>
  );
});
