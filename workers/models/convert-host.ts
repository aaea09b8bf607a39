import { fetchCatalogue } from '../catalogue/fetch-catalogue.ts';
import { variantTraits } from '../convert/variants.ts';
import { eventChannel } from '../ofa/event-channel.ts';
import { Jobs } from '../ofa/jobs.ts';
import type { ConvertService, StorageReport } from '../protocol/convert-service.ts';
import { unlessRefused } from '../weights/unless-refused.ts';
import { openForExport, zipModel } from './export-model.ts';
import { fromFiles } from './from-files.ts';
import { fromHub } from './from-hub.ts';
import { fromUrls } from './from-urls.ts';
import { hubCheckpointFiles, patience } from './hub-files.ts';
import { deleteLeftover, listLeftovers } from './leftovers.ts';
import type { ModelsPlatform } from './models-platform.ts';
import { deleteStoredModel, listStoredModels, sumOfBytes, verifyStoredModel } from './stored-models.ts';

/** The convert service. Models are got one after another; asking and storage work do not wait for them. */
export class ConvertHost implements ConvertService {
  readonly #platform: ModelsPlatform;
  readonly #asking = new Jobs();
  readonly #getting = new Jobs();
  readonly #keeping = new Jobs();

  constructor(platform: ModelsPlatform) {
    this.#platform = platform;
  }

  listPrecisions: ConvertService['listPrecisions'] = () =>
    Promise.resolve(Object.entries(variantTraits).map(([name, { backends }]) => ({ name, backends })));

  readCatalogue: ConvertService['readCatalogue'] = (job, url) =>
    this.#asking.run(job, (signal) => fetchCatalogue(signal, this.#platform.network, url, patience));

  inspectHub: ConvertService['inspectHub'] = (job, request) =>
    this.#asking.run(job, async (signal) => {
      const { files } = await hubCheckpointFiles(signal, this.#platform.network, request);
      return { files, totalBytes: sumOfBytes(files) };
    });

  fromHub: ConvertService['fromHub'] = (job, request, onEvent) =>
    this.#get(job, onEvent, (signal, send) => fromHub(signal, this.#platform, request, send));

  fromFiles: ConvertService['fromFiles'] = (job, files, request, onEvent) =>
    this.#get(job, onEvent, (signal, send) => fromFiles(signal, this.#platform, files, request, send));

  fromUrls: ConvertService['fromUrls'] = (job, location, variant, onEvent) =>
    this.#get(job, onEvent, (signal, send) => fromUrls(signal, this.#platform, location, variant, send));

  listStorage: ConvertService['listStorage'] = async () => {
    const usage = await this.#platform.usage();
    const found = await unlessRefused(
      Promise.all([listStoredModels(this.#platform.storage), listLeftovers(this.#platform)]),
      undefined,
    );
    const [models = [], leftovers = []] = found ?? [];
    return {
      available: found !== undefined,
      models,
      leftovers,
      usedBytes: usage?.usedBytes ?? null,
      quotaBytes: usage?.quotaBytes ?? null,
    } satisfies StorageReport;
  };

  deleteModel: ConvertService['deleteModel'] = (key) => deleteStoredModel(this.#platform.storage, key);

  deleteLeftover: ConvertService['deleteLeftover'] = (id) => deleteLeftover(this.#platform, id);

  verifyModel: ConvertService['verifyModel'] = (job, key, onEvent) =>
    this.#keeping.run(job, async (signal) => {
      const events = eventChannel(onEvent);
      const damaged = await verifyStoredModel(signal, this.#platform.storage, key, events.send);
      await events.delivered();
      return damaged;
    });

  exportFiles: ConvertService['exportFiles'] = (job, model, take) =>
    this.#keeping.run(job, async (signal) => {
      const { files } = await openForExport(this.#platform.storage, model);
      for await (const file of files(signal)) await take(file);
    });

  exportZip: ConvertService['exportZip'] = (job, model, onEvent) =>
    this.#keeping.run(job, async (signal) => {
      const events = eventChannel(onEvent);
      const opened = await openForExport(this.#platform.storage, model);
      const zip = await zipModel(signal, opened, events.send);
      await events.delivered();
      return zip;
    });

  abort: ConvertService['abort'] = (job) => {
    for (const jobs of [this.#asking, this.#getting, this.#keeping]) jobs.abort(job);
    return Promise.resolve();
  };

  ping: ConvertService['ping'] = () => Promise.resolve();

  #get<Event, Result>(
    job: string,
    onEvent: (event: Event) => void,
    work: (signal: AbortSignal, send: (event: Event) => void) => Promise<Result>,
  ): Promise<Result> {
    return this.#getting.run(job, async (signal) => {
      const events = eventChannel(onEvent);
      const result = await work(signal, events.send);
      await events.delivered();
      return result;
    });
  }
}
