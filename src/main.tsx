import { choice, client, model } from './start-model.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { openShared } from './intake/open-files.ts';
import { wasOpenedByShare } from './intake/shared-picture.ts';
import { declareVariableFace } from './meme/typeface.ts';
import { createConvertClient, startConvertWorker } from './models/convert-client.ts';
import { createKeeping, KeepingContext } from './keeping/keeping.ts';
import { openShelf } from './keeping/shelf.ts';
import { createModels, ModelsContext } from './models/models.ts';
import { keepEngine, keepPage } from './offline/shell.ts';
import { createAnimationClient, startAnimationWorker } from './studio/animation-client.ts';
import { createDemonstration, DemonstrationContext } from './studio/demonstration.ts';
import { createStudio } from './studio/studio.ts';
import { hasChineseGlyphs } from './ui/chinese-glyphs.ts';
import { hideTransitions } from './ui/transitions.ts';
import './ui/theme.css';

if (!hasChineseGlyphs()) {
  document.documentElement.dataset.bundledFont = '';
  void declareVariableFace();
}

hideTransitions(document.documentElement);

const studio = createStudio(client, model, createAnimationClient(startAnimationWorker));
const models = createModels(studio, createConvertClient(startConvertWorker), choice);
const demonstration = createDemonstration(client, model, studio.wordFilter);
const keeping = createKeeping(studio, openShelf('kept-memes'));
if (wasOpenedByShare()) void openShared(studio);

if (import.meta.env.PROD) {
  void keepPage();
  model.store.subscribe((state) => {
    if (state.status === 'ready') void keepEngine(state.model.backend);
  });
}

const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no root element');
createRoot(root).render(
  <StrictMode>
    <ModelsContext value={models}>
      <KeepingContext value={keeping}>
        <DemonstrationContext value={demonstration}>
          <App studio={studio} />
        </DemonstrationContext>
      </KeepingContext>
    </ModelsContext>
  </StrictMode>,
);
