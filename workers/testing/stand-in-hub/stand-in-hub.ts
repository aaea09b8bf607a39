/**
 * A small model hub on this machine that behaves as ModelScope and Hugging Face do, with faults on demand, for tests.
 * Large files are redirected to signed addresses, which expire, on another origin, where parts of files can be asked
 * for; small ones come whole from the gateway; preflights are refused; what ModelScope does not have it answers with
 * status 200 and a message in JSON.
 */
import { deferred } from '../deferred.ts';
import { answerAtContentNetwork } from './content-network.ts';
import { faultPlan, type Fault } from './faults.ts';
import { answerAtGateway } from './gateway.ts';
import { huggingFaceFlavour } from './hugging-face.ts';
import { modelScopeFlavour } from './modelscope.ts';
import type { Repository } from './repository.ts';
import { startServer, type LoggedRequest } from './server.ts';
import { urlSigner } from './signed-urls.ts';

export interface StandInHubOptions {
  readonly flavour: 'modelscope' | 'huggingface';
  readonly repositories: readonly Repository[];
  /** Life of a signed address; a minute unless told. */
  readonly signedUrlMs?: number;
  /** Clock by which they expire, in milliseconds. */
  readonly now?: () => number;
}

export interface StandInHub {
  /** Origin of the gateway. */
  readonly origin: string;
  /** Origin of the content network. */
  readonly contentOrigin: string;
  /** False: no answer lets other sites read it. */
  cors: boolean;
  /** Every request since the last call, in order. */
  takeRequests(): readonly LoggedRequest[];
  /**
   * The next `times` answers for the repository's file at `path` have this fault; for the listing, `path` is empty.
   * Faults of a body come true in an answer that holds the byte they name.
   */
  fail(path: string, fault: Fault, times?: number): void;
  /** Takes all faults back. */
  heal(): void;
  /** Resolves when an answer has begun to stall. */
  stalled(): Promise<void>;
  close(): Promise<void>;
}

export async function startStandInHub(options: StandInHubOptions): Promise<StandInHub> {
  const { repositories } = options;
  const faults = faultPlan();
  const signer = urlSigner(options.signedUrlMs ?? 60_000, options.now ?? (() => Date.now()));
  let requests: LoggedRequest[] = [];
  let stall = deferred();
  const parts = {
    flavour: options.flavour === 'modelscope' ? modelScopeFlavour : huggingFaceFlavour,
    repositories,
    faults,
    signer,
    cors: () => hub.cors,
    contentOrigin: () => content.origin,
    onStall: () => {
      stall.resolve();
      stall = deferred();
    },
  };
  const log = (entry: LoggedRequest) => void requests.push(entry);
  const content = await startServer('cdn', log, (exchange) => answerAtContentNetwork(parts, exchange));
  const gateway = await startServer('gateway', log, (exchange) => answerAtGateway(parts, exchange));
  const hub: StandInHub = {
    origin: gateway.origin,
    contentOrigin: content.origin,
    cors: true,
    takeRequests() {
      const taken = requests;
      requests = [];
      return taken;
    },
    fail: (path, fault, times = 1) => faults.add(path, fault, times),
    heal: () => faults.clear(),
    stalled: () => stall.promise,
    close: async () => {
      await Promise.all([gateway.close(), content.close()]);
    },
  };
  return hub;
}
