import { createRoot } from 'react-dom/client';
import { App } from '../app.tsx';
import { chooseLanguage } from '../i18n/language.ts';
import { createKeeping, type Keeping, KeepingContext } from '../keeping/keeping.ts';
import { emptyIndex, type KeptIndex, withMeme, withoutMeme } from '../keeping/kept-memes.ts';
import type { Shelf } from '../keeping/shelf.ts';
import { createModelLoader } from '../models/model-loader.ts';
import { createAnimationClient, startAnimationWorker } from '../studio/animation-client.ts';
import { createStudio, type Studio } from '../studio/studio.ts';
import { createScriptedClient, loadedModel, type ScriptedClient } from './scripted-client.ts';

export interface OpenPage {
  readonly keeping: Keeping;
  readonly client: ScriptedClient;
  readonly studio: Studio;
  close(): void;
}

/** A shelf that forgets everything with the page. */
function memoryShelf(): Shelf {
  let index = emptyIndex;
  const change = (edit: (index: KeptIndex) => KeptIndex): Promise<KeptIndex> => {
    index = edit(index);
    return Promise.resolve(index);
  };
  return {
    read: () => Promise.resolve(index),
    put: (meme) => change((before) => withMeme(before, meme)),
    file: () => Promise.resolve(null),
    remove: (id) => change((before) => withoutMeme(before, id)),
    change,
  };
}

/** The page as a person sees it who has a model, in Chinese. */
export function openPage(shelf: Shelf = memoryShelf()): OpenPage {
  chooseLanguage('zh-CN');
  const client = createScriptedClient();
  const studio = createStudio(
    client,
    createModelLoader(client, 'http://localhost/model/'),
    createAnimationClient(startAnimationWorker),
  );
  const container = document.createElement('div');
  document.body.append(container);
  const root = createRoot(container);
  const keeping = createKeeping(studio, shelf);
  root.render(
    <KeepingContext value={keeping}>
      <App studio={studio} />
    </KeepingContext>,
  );
  void studio.model.load();
  client.models[0].resolve(loadedModel);
  return {
    client,
    keeping,
    studio,
    close: () => {
      keeping.dispose();
      root.unmount();
      document.body.replaceChildren();
    },
  };
}

/** A PNG of one colour, such as `rgb(0 128 0)`. */
export async function plainPicture(name: string, colour: string, width = 400, height = 300): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return new File([await canvas.convertToBlob()], name, { type: 'image/png' });
}

/** Drops files on the page. */
export function dropOnPage(...files: readonly File[]): void {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}
