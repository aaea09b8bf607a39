/**
 * How a picture from the system's share sheet gets to the page: the sheet posts it to `action`, as the web app manifest
 * says; the service worker keeps it in a cache and sends the browser to the page, whose address then has `flag`.
 */
export const sharedPicture = {
  /** Relative to the page's folder; no such file exists. */
  action: 'share',
  /** Form field of the file. */
  field: 'picture',
  cache: 'shared-picture',
  /** Address of the kept picture in the cache, relative to the page's folder. */
  kept: 'shared-picture',
  /** Header of the kept picture with its file name, percent-encoded. */
  nameHeader: 'X-File-Name',
  /** Search parameter of the page's address when a picture waits for it. */
  flag: 'shared',
} as const;
