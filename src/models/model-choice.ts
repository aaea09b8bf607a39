import type { ModelLocation } from '../../workers/protocol/caption-service.ts';
import type { Backend, BilingualText } from '../../workers/protocol/model-folder.ts';

/** A model that is to write the captions. */
export interface ModelChoice extends ModelLocation {
  readonly title: BilingualText;
  /** Its precision; left out, the first that a backend can run. */
  readonly variant?: string;
}

export type BackendChoice = 'auto' | Backend;

/** What the person has chosen; the built-in model where `model` is null. */
export interface Choice {
  readonly model: ModelChoice | null;
  readonly backend: BackendChoice;
}

const storageKey = 'model-choice';
const unchosen: Choice = { model: null, backend: 'auto' };

function isText(value: unknown): value is BilingualText {
  const { zh, en } = (value ?? {}) as Partial<BilingualText>;
  return typeof zh === 'string' && typeof en === 'string';
}

function isModel(value: unknown): value is ModelChoice {
  const { folderUrl, title, variant, mirrors } = (value ?? {}) as Partial<ModelChoice>;
  return (
    typeof folderUrl === 'string' &&
    isText(title) &&
    (variant === undefined || typeof variant === 'string') &&
    (mirrors === undefined || (Array.isArray(mirrors) && mirrors.every((url) => typeof url === 'string')))
  );
}

/** The choice that text from storage stands for; what is not understood counts as not chosen. */
export function parseChoice(text: string | null): Choice {
  try {
    const { model, backend } = (JSON.parse(text ?? '{}') ?? {}) as Partial<Choice>;
    return {
      model: isModel(model) ? model : null,
      backend: backend === 'wasm' || backend === 'webgpu' ? backend : 'auto',
    };
  } catch {
    return unchosen;
  }
}

/** The choice of the last visit. */
export function readChoice(): Choice {
  try {
    return parseChoice(localStorage.getItem(storageKey));
  } catch {
    // Storage denied: nothing was kept.
    return unchosen;
  }
}

/** Keeps the choice for the next visit; a model that lives in memory only is not there then, and is left out. */
export function keepChoice({ model, backend }: Choice): void {
  try {
    localStorage.setItem(
      storageKey,
      JSON.stringify({ model: model?.files === undefined ? model : null, backend }),
    );
  } catch {
    // Storage denied: the choice holds for this visit.
  }
}

/** Backends in the order in which they are tried: the chosen one first; without a choice model and device decide. */
export function backendsOf(choice: BackendChoice): readonly Backend[] | 'auto' {
  if (choice === 'auto') return choice;
  return choice === 'wasm' ? ['wasm', 'webgpu'] : ['webgpu', 'wasm'];
}
