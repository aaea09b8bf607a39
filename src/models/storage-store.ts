import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  StorageReport,
  StoredModel,
  VerificationEvent,
} from '../../workers/protocol/convert-service.ts';
import { type OfaError, toOfaError } from '../../workers/protocol/errors.ts';
import type { LocalFile } from '../../workers/protocol/model-folder.ts';
import { type ConvertClient, listener } from './convert-client.ts';
import { pickFolder, writeBelow } from './export-folder.ts';

/** What is being done or has been found out about a stored model. */
export type StoredWork =
  | { readonly kind: 'verify' | 'export'; readonly share: number }
  | { readonly kind: 'verified'; readonly damaged: number };

interface StorageState {
  readonly report: StorageReport | null;
  /** Whether the browser has promised to keep what is stored; null until it is known. */
  readonly isPersisted: boolean | null;
  readonly work: Readonly<Record<string, StoredWork | undefined>>;
  readonly error: OfaError | null;
}

/** The models in storage, and what can be done with them. Nothing rejects: failures are in the store. */
export interface StorageActions {
  readonly store: StoreApi<StorageState>;
  readonly refresh: () => Promise<void>;
  readonly persist: () => Promise<void>;
  readonly remove: (model: StoredModel) => Promise<void>;
  readonly removeLeftover: (id: string) => Promise<void>;
  readonly verify: (model: StoredModel) => Promise<void>;
  /** Resolves with null where it has failed. */
  readonly exportZip: (model: StoredModel) => Promise<Blob | null>;
  /** Lets the person pick a folder, and writes the model's own into it. */
  readonly exportFolder: (model: StoredModel) => Promise<void>;
}

/** Names a stored model in `StorageState.work`. */
export function keyOf({ folderUrl, variant }: StoredModel): string {
  return `${folderUrl} ${variant}`;
}

/** What the model is called among a person's files. */
export function fileNameOf({ manifest }: StoredModel): string {
  return manifest.id.replaceAll(/[\\/:]/gu, '-');
}

/** `navigator.storage` is missing outside secure contexts, whatever the types say. */
const manager = (): StorageManager | undefined => (navigator as Partial<Navigator>).storage;

/** Asks the browser to keep what this site stores; it may say no. */
export async function askToPersist(): Promise<boolean> {
  return (await manager()?.persist()) ?? false;
}

/** Storage as the convert worker sees it. */
export function createStorageActions(client: ConvertClient): StorageActions {
  const { signal } = new AbortController();
  const store = createStore<StorageState>(() => ({
    report: null,
    isPersisted: null,
    work: {},
    error: null,
  }));
  const setWork = (model: StoredModel, work: StoredWork | undefined): void => {
    store.setState((state) => ({ work: { ...state.work, [keyOf(model)]: work } }));
  };
  const progress = (model: StoredModel, kind: 'verify' | 'export') =>
    listener(({ doneBytes, totalBytes }: VerificationEvent) => {
      setWork(model, { kind, share: doneBytes / Math.max(1, totalBytes) });
    });

  async function attempt<Result>(action: () => Promise<Result>): Promise<Result | null> {
    store.setState({ error: null });
    try {
      return await action();
    } catch (error) {
      store.setState({ error: toOfaError(error) });
      return null;
    }
  }

  async function refresh(): Promise<void> {
    await attempt(async () => {
      const report = await client.run(signal, (service) => service.listStorage());
      store.setState({ report, isPersisted: (await manager()?.persisted()) ?? false });
    });
  }

  /** Writes the model's files into a new folder in `parent`. */
  async function writeFolder(model: StoredModel, parent: FileSystemDirectoryHandle): Promise<void> {
    const folder = await parent.getDirectoryHandle(fileNameOf(model), { create: true });
    let doneBytes = 0;
    const take = listener(async (file: LocalFile) => {
      await writeBelow(folder, file);
      doneBytes += file.blob.size;
      setWork(model, { kind: 'export', share: Math.min(1, doneBytes / model.bytes) });
    });
    await client.run(signal, (service, job) => service.exportFiles(job, toKey(model), take));
  }

  return {
    store,
    refresh,
    persist: async () => {
      await attempt(async () => store.setState({ isPersisted: await askToPersist() }));
    },
    remove: async (model) => {
      await attempt(() => client.run(signal, (service) => service.deleteModel(toKey(model))));
      await refresh();
    },
    removeLeftover: async (id) => {
      await attempt(() => client.run(signal, (service) => service.deleteLeftover(id)));
      await refresh();
    },
    verify: async (model) => {
      setWork(model, { kind: 'verify', share: 0 });
      const damaged = await attempt(() =>
        client.run(signal, (service, job) =>
          service.verifyModel(job, toKey(model), progress(model, 'verify')),
        ),
      );
      setWork(model, damaged === null ? undefined : { kind: 'verified', damaged: damaged.length });
    },
    exportZip: async (model) => {
      setWork(model, { kind: 'export', share: 0 });
      const zip = await attempt(() =>
        client.run(signal, (service, job) => service.exportZip(job, toKey(model), progress(model, 'export'))),
      );
      setWork(model, undefined);
      return zip;
    },
    exportFolder: async (model) => {
      await attempt(async () => {
        const parent = await pickFolder();
        if (parent === null) return;
        setWork(model, { kind: 'export', share: 0 });
        await writeFolder(model, parent);
      });
      setWork(model, undefined);
    },
  };
}

function toKey({ folderUrl, variant }: StoredModel): { folderUrl: string; variant: string } {
  return { folderUrl, variant };
}
