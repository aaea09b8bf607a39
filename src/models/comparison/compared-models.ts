import type { LoadModelRequest } from '../../../workers/protocol/caption-service.ts';
import type { StoredModel } from '../../../workers/protocol/convert-service.ts';
import type { BilingualText } from '../../../workers/protocol/model-folder.ts';
import { backendsOf, type BackendChoice, type Choice, type ModelChoice } from '../model-choice.ts';

/** A model that can be compared; its `variant` is left out where the first that runs is meant. */
export interface ComparedModel extends Omit<ModelChoice, 'title'> {
  /** Tells it from the others. */
  readonly key: string;
  /** Null for a built-in model that has not said its own. */
  readonly title: BilingualText | null;
}

function withKey(model: Omit<ComparedModel, 'key'>): ComparedModel {
  return { ...model, key: `${model.folderUrl} ${model.variant ?? ''}` };
}

/**
 * The models that are at hand, the chosen one first: the built-in one, those in storage, and the chosen one also where
 * it lives in memory only.
 * @param builtInUrl folder of the built-in model.
 */
export function modelsAtHand(
  { model: chosen }: Choice,
  stored: readonly StoredModel[],
  builtInUrl: string,
): readonly ComparedModel[] {
  const kept = stored.map(({ folderUrl, variant, manifest }) =>
    withKey({ folderUrl, variant, title: manifest.title }),
  );
  const hasBuiltIn = kept.some(({ folderUrl }) => folderUrl === builtInUrl);
  const all = hasBuiltIn ? kept : [withKey({ folderUrl: builtInUrl, title: null }), ...kept];
  const isChosen = ({ folderUrl, variant }: ComparedModel): boolean =>
    chosen === null
      ? folderUrl === builtInUrl
      : folderUrl === chosen.folderUrl && (chosen.variant === undefined || variant === chosen.variant);
  const first = all.filter(isChosen);
  const others = all.filter((model) => !first.includes(model));
  return first.length === 0 && chosen !== null ? [withKey(chosen), ...others] : [...first, ...others];
}

/** How a caption worker is asked for the model. */
export function requestOf(
  { folderUrl, mirrors, files, variant }: ComparedModel,
  backend: BackendChoice,
): LoadModelRequest {
  return {
    folderUrl,
    backends: backendsOf(backend),
    ...(mirrors !== undefined && { mirrors }),
    ...(files !== undefined && { files }),
    ...(variant !== undefined && { variant }),
  };
}
