/**
 * How pictures from the system's share sheet get to the page: the sheet posts them to `action`, as the web app manifest
 * says; the service worker keeps them in a cache and sends the browser to the page, whose address then has `flag`.
 */
export const sharedPicture = {
  /** Relative to the page's folder; no such file exists. */
  action: 'share',
  /** Form field of the files. */
  field: 'picture',
  /** Holds nothing but the kept pictures, in the order in which they were shared. */
  cache: 'shared-picture',
  /** Address of a kept picture in the cache, relative to the page's folder. */
  kept: (index: number) => `shared-picture/${index}`,
  /** Header of a kept picture with its file name, percent-encoded. */
  nameHeader: 'X-File-Name',
  /** Search parameter of the page's address when pictures wait for it. */
  flag: 'shared',
} as const;
