import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AcquiredModel } from '../../workers/protocol/convert-service.ts';
import type { Backend } from '../../workers/protocol/model-folder.ts';
import { isPending, secondsOf } from '../captions/caption-job.ts';
import type { Studio } from '../studio/studio.ts';
import type { ConvertClient } from './convert-client.ts';
import { createModelGetter, type ModelGetter } from './get-model.ts';
import { type Choice, keepChoice } from './model-choice.ts';

type Speeds = Partial<Record<Backend, number>>;

/** The seconds of the last caption, as the studio's pictures get them. */
function watchSpeeds(studio: Studio, speeds: StoreApi<Speeds>): void {
  studio.store.subscribe((state, previous) => {
    const model = studio.model.store.getState();
    if (model.status !== 'ready') return;
    for (const { id, job } of state.pictures) {
      const before = previous.pictures.find((picture) => picture.id === id)?.job;
      // One that comes with its captions was not captioned now.
      if (job.status !== 'done' || before === undefined || before === job) continue;
      speeds.setState({ [model.model.backend]: secondsOf(job.result) });
    }
  });
}

/** Getting, keeping and choosing models. */
export interface Models {
  readonly client: ConvertClient;
  readonly getter: ModelGetter;
  readonly choice: StoreApi<Choice>;
  /** Seconds that the last picture took with the model that is there, by what ran it. */
  readonly speeds: StoreApi<Speeds>;
  /** The dialog that is open. */
  readonly dialog: StoreApi<'models' | 'comparison' | null>;
  /** Writes captions with another model or backend from now on, those that are being written included. */
  readonly choose: (change: Partial<Choice>) => void;
}

/** Models of a studio whose loader began with `initial`. */
export function createModels(studio: Studio, client: ConvertClient, initial: Choice): Models {
  const choice = createStore<Choice>(() => initial);
  const speeds = createStore<Speeds>(() => ({}));
  watchSpeeds(studio, speeds);

  function choose(change: Partial<Choice>): void {
    const next = { ...choice.getState(), ...change };
    choice.setState(next, true);
    if (change.model !== undefined) speeds.setState({}, true);
    keepChoice(next);
    studio.model.select(next);
    const interrupted = studio.store.getState().pictures.filter(({ job }) => isPending(job));
    for (const { id } of interrupted) studio.captions.caption(id);
    void studio.model.load();
  }

  const use = ({ folderUrl, mirrors, files, manifest, variant }: AcquiredModel): void => {
    choose({
      model: {
        folderUrl,
        title: manifest.title,
        variant,
        ...(mirrors !== undefined && { mirrors }),
        ...(files !== undefined && { files }),
      },
    });
  };
  return {
    client,
    getter: createModelGetter(client, use),
    choice,
    speeds,
    dialog: createStore<'models' | 'comparison' | null>(() => null),
    choose,
  };
}

/** Null where the page has one model only. */
export const ModelsContext = createContext<Models | null>(null);

/** The models of the page. */
export function useModels(): Models {
  const models = useContext(ModelsContext);
  if (models === null) throw new Error('No models above this component');
  return models;
}
