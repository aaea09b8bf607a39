import type { HubFile, HubRepository } from './hub-repository.ts';

/** The address of a repository's file, by path. */
export type FileAddress = (path: string) => string;

/** How a hub is spoken to. Nothing here asks the network. */
export interface Hub {
  /** Origins of the hub's sites, the one to ask first at the beginning. */
  readonly sites: readonly string[];
  /** Where the repository's files may be had, best first. */
  fileAddresses(repository: HubRepository, sites: readonly string[]): readonly FileAddress[];
  /** Where the repository's files are listed, best first. */
  listUrls(repository: HubRepository, sites: readonly string[]): readonly string[];
  /** @throws OfaError `download-not-found` if the hub says so, `download-wrong-content` if this is no listing. */
  parseListing(url: string, listing: unknown): readonly HubFile[];
}
