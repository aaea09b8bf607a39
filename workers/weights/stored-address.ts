const scheme = 'stored:';

/**
 * What stands in place of a folder's URL for a model that was converted or imported in this browser.
 * @param name tells such models apart, e.g. by hub, model, revision and precision.
 */
export function storedAddress(name: string): string {
  return scheme + name;
}

export function isStoredAddress(address: string): boolean {
  return address.startsWith(scheme);
}
