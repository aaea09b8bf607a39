import { huggingFace } from './hugging-face.ts';
import type { HubName } from './hub-repository.ts';
import type { Hub } from './hub.ts';
import { modelScope } from './modelscope.ts';

export const hubs: Readonly<Record<HubName, Hub>> = { modelscope: modelScope, huggingface: huggingFace };
