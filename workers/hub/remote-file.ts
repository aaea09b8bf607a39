import type { Network, Patience } from '../weights/http.ts';

/** Where a file is fetched from, and with how much patience. */
export interface RemoteFile {
  readonly network: Network;
  /** In its repository. */
  readonly path: string;
  readonly url: string;
  readonly patience: Patience;
}
