/** A convert service that does as its jobs ask; the client's test runs it as a real worker. */
import { expose } from 'comlink';
import type { StorageReport } from '../../workers/protocol/convert-service.ts';
import { OfaError } from '../../workers/protocol/errors.ts';
import { keepErrorCodes } from '../../workers/protocol/wire.ts';

keepErrorCodes();

const report: StorageReport = {
  available: true,
  models: [],
  leftovers: [],
  usedBytes: null,
  quotaBytes: null,
};
const abortions = new Map<string, (error: Error) => void>();

expose({
  ping: () => Promise.resolve(),
  listStorage: () => Promise.resolve(report),
  /** Named by what it does. */
  deleteLeftover: (behaviour: string) => {
    if (behaviour === 'refuses') return Promise.reject(new OfaError('storage-full', 'no'));
    if (behaviour === 'takes its time') {
      return new Promise((resolve) => {
        setTimeout(resolve, 5000);
      });
    }
    if (behaviour === 'crashes') {
      setTimeout(() => {
        throw new Error('gone');
      });
    } else if (behaviour === 'keeps the thread') for (;;);
    return new Promise(() => undefined);
  },
  /** Stops when it is told to, unless it is to ignore that. */
  readCatalogue: (job: string, behaviour: string) =>
    new Promise((_, reject) => {
      if (behaviour !== 'ignores aborts') abortions.set(job, reject);
    }),
  abort: (job: string) => {
    abortions.get(job)?.(new DOMException('Stopped', 'AbortError'));
    return Promise.resolve();
  },
});
