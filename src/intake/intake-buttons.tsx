import { ClipboardPaste, ImagePlus } from 'lucide-react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useMessages } from '../i18n/use-messages.ts';
import { useStudio } from '../studio/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { openFiles } from './open-files.ts';
import { canReadClipboard } from './clipboard.ts';

interface IntakeButtonsProps {
  /** On the empty stage choosing a picture is the thing to do; beside a picture it is one of several. */
  readonly isFirst: boolean;
}

/** Choose a file, or paste. */
export function IntakeButtons({ isFirst }: IntakeButtonsProps) {
  const { intake } = useMessages();
  const studio = useStudio();
  const open = (files: FileList | null): void => {
    openFiles(studio, Array.from(files ?? []));
  };
  return (
    <>
      <FileTrigger acceptedFileTypes={['image/*']} allowsMultiple onSelect={open}>
        <Button look={isFirst ? 'primary' : 'plain'} icon={<ImagePlus aria-hidden />}>
          {isFirst ? intake.choose : intake.another}
        </Button>
      </FileTrigger>
      {canReadClipboard && (
        <Button icon={<ClipboardPaste aria-hidden />} onPress={() => void studio.intake.paste()}>
          {intake.paste}
        </Button>
      )}
    </>
  );
}
