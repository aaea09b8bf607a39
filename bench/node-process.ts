/** The child process of a Node target: loads one variant, then captions on request. */
import { readFile } from 'node:fs/promises';
import { decodeInNode } from '../workers/cli/decode-image.ts';
import { openNodeModelFolder } from '../workers/cli/node-model-folder.ts';
import { nodeRuntime } from '../workers/cli/node-runtime.ts';
import { loadCaptionModel, warmUp, type CaptionModel } from '../workers/ofa/caption-model.ts';
import { caption } from '../workers/ofa/captioner.ts';
import { namedVariant } from '../workers/ofa/choose-variant.ts';
import { pictureDecoder } from '../workers/ofa/image/open-picture.ts';
import { picturePreparation } from '../workers/ofa/image/prepare-picture.ts';
import { toOfaError } from '../workers/protocol/errors.ts';
import type { GenerationSettings } from '../workers/protocol/generation.ts';
import type { CaptionSample } from './target.ts';

interface LoadRequest {
  readonly kind: 'load';
  readonly folder: string;
  readonly variant: string;
  readonly threads: number;
}

interface CaptionRequest {
  readonly kind: 'caption';
  readonly picture: string;
  readonly settings: Partial<GenerationSettings>;
}

export type NodeRequest = LoadRequest | CaptionRequest;

export type NodeReply =
  | { readonly kind: 'load'; readonly milliseconds: number }
  | { readonly kind: 'caption'; readonly sample: CaptionSample }
  | { readonly kind: 'failure'; readonly message: string };

const { signal } = new AbortController();
const preparePicture = picturePreparation(pictureDecoder(decodeInNode));
let model: CaptionModel | undefined;

async function load({ folder: path, variant: name, threads }: LoadRequest): Promise<NodeReply> {
  const started = performance.now();
  const folder = await openNodeModelFolder(signal, path);
  const variant = namedVariant(folder.manifest, name);
  model = await loadCaptionModel(signal, nodeRuntime(threads), folder, variant, () => {});
  await warmUp(signal, model);
  return { kind: 'load', milliseconds: performance.now() - started };
}

async function captionPicture({ picture, settings }: CaptionRequest): Promise<NodeReply> {
  if (model === undefined) throw new Error('No model is loaded yet');
  const image = new Blob([new Uint8Array(await readFile(picture))]);
  const started = performance.now();
  const { timings, hypotheses } = await caption(signal, model, preparePicture, image, { settings }, () => {});
  const milliseconds = performance.now() - started;
  return { kind: 'caption', sample: { milliseconds, timings, text: hypotheses[0].text } };
}

process.on('message', (request: NodeRequest) => {
  (request.kind === 'load' ? load(request) : captionPicture(request))
    .catch((error: unknown): NodeReply => ({ kind: 'failure', message: toOfaError(error).message }))
    .then((reply) => process.send?.(reply))
    .catch(() => process.exit(1));
});
