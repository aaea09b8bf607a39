/** The models that the page offers: `public/models/catalogue.json`. `workers/catalogue` validates it. */
import type { ModelDescription } from './conversion.ts';
import type { BilingualText } from './model-folder.ts';

/** A file of a hub's repository, as far as the catalogue knows it; what it does not know the hub is asked for. */
export interface PinnedFile {
  readonly path: string;
  readonly bytes?: number;
  /** Lower-case hex. */
  readonly sha256?: string;
}

/** A folder that is converted already. */
interface FolderSource {
  readonly kind: 'folder';
  /** URLs of the folder, ending in `/`, absolute once read; asked in turn. */
  readonly urls: readonly string[];
}

/** A checkpoint that is converted in the browser. */
interface HubSource {
  readonly kind: 'hub';
  readonly hub: 'modelscope' | 'huggingface';
  /** `owner/name`. */
  readonly model: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  readonly files: readonly PinnedFile[];
  /** Bytes to download, roughly, where no exact sizes are known. */
  readonly approximateBytes?: number;
  /** The precisions that the model can be converted to, the one to propose first. */
  readonly precisions: readonly string[];
}

export interface CatalogueEntry {
  readonly id: string;
  readonly title: BilingualText;
  readonly description: BilingualText;
  /** Of the captions. Models of another language than Chinese can be listed, and not be run yet. */
  readonly language: 'zh' | 'en';
  readonly source: FolderSource | HubSource;
  /** Name of the weights' licence; null where their source states none. */
  readonly licence: { readonly name: string | null; readonly notice: BilingualText };
  /** What a person should know of the captions before downloading. */
  readonly contentNotice: BilingualText;
}

export interface Catalogue {
  readonly models: readonly CatalogueEntry[];
}

/** What a converted model says of itself, as the catalogue has it. */
export function describeEntry({
  id,
  title,
  licence,
  contentNotice,
}: CatalogueEntry): Omit<ModelDescription, 'source'> {
  const notice = {
    zh: `${licence.notice.zh}${contentNotice.zh}`,
    en: `${licence.notice.en} ${contentNotice.en}`,
  };
  return { id, title, licence: { name: licence.name ?? '', notice } };
}
