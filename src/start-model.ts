/**
 * The worker and its model: on their way before the rest of the page is evaluated. The first import of `main.tsx`, and
 * small, so that the engine is fetched while the page is being built.
 */
import { trustOwnScripts } from '../workers/protocol/trusted-scripts.ts';
import { keepErrorCodes } from '../workers/protocol/wire.ts';
import { createCaptionClient, startCaptionWorker } from './captions/caption-client.ts';
import { readChoice } from './models/model-choice.ts';
import { builtInModelFolder, createModelLoader } from './models/model-loader.ts';

trustOwnScripts(location.origin);
keepErrorCodes();

export const client = createCaptionClient(startCaptionWorker);
export const choice = readChoice();
export const model = createModelLoader(client, new URL(builtInModelFolder, document.baseURI).href, choice);
void model.load();
