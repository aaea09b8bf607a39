import { OfaError } from '../protocol/errors.ts';

export type HubName = 'modelscope' | 'huggingface';

/** A model on a hub, at one revision. */
export interface HubRepository {
  readonly hub: HubName;
  /** `owner/name`. */
  readonly model: string;
  /** Branch, tag or commit. */
  readonly revision: string;
}

/** The repository as `parseHubReference` reads it, nothing left out. */
export function hubReference({ hub, model, revision }: HubRepository): string {
  return `${hub}:${model}@${revision}`;
}

/** A file of a repository as its hub lists it. */
export interface HubFile {
  /** Relative to the repository, `/` as separator. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex. Hubs do not tell it for every file: Hugging Face for large ones only. */
  readonly sha256?: string;
}

const defaultRevisions: Readonly<Record<HubName, string>> = { modelscope: 'master', huggingface: 'main' };

const referencePattern =
  /^(?:(?<hub>modelscope|huggingface):)?(?<model>\w[\w.-]*\/\w[\w.-]*)(?:@(?<revision>[\w./-]+))?$/;

/**
 * Reads `[hub:]owner/name[@revision]`, e.g. `damo/ofa_image-caption_meme_large_zh@v1.0.2` or
 * `huggingface:OFA-Sys/ofa-tiny`. The hub is ModelScope unless told, the revision its default branch.
 * @throws OfaError `setting-invalid`.
 */
export function parseHubReference(text: string): HubRepository {
  const { hub = 'modelscope', model, revision } = referencePattern.exec(text.trim())?.groups ?? {};
  if (model === undefined) {
    const message = `${text} names no model: expected [modelscope:|huggingface:]owner/name[@revision]`;
    throw new OfaError('setting-invalid', message, { setting: 'model', value: text });
  }
  return { hub: hub as HubName, model, revision: revision ?? defaultRevisions[hub as HubName] };
}
