import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { keepErrorCodes } from '../workers/protocol/wire.ts';
import { App } from './app.tsx';
import { createCaptionClient, startCaptionWorker } from './captions/caption-client.ts';
import { declareFaces } from './meme/typeface.ts';
import { builtInModelFolder, createModelLoader } from './models/model-loader.ts';
import { keepEngine, keepPage } from './offline/shell.ts';
import { createStudio } from './studio/studio.ts';
import { hasChineseGlyphs } from './ui/chinese-glyphs.ts';
import './ui/theme.css';

keepErrorCodes();
if (!hasChineseGlyphs()) {
  document.documentElement.dataset.bundledFont = '';
  void declareFaces();
}

const client = createCaptionClient(startCaptionWorker);
const model = createModelLoader(client, new URL(builtInModelFolder, document.baseURI).href);
const studio = createStudio(client, model);
void model.load();

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
    <App studio={studio} />
  </StrictMode>,
);
