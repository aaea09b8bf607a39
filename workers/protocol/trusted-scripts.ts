/** What the browser asks before a string becomes markup or the address of a script (Trusted Types). */
interface Rules {
  createHTML(markup: string): string | null;
  createScriptURL(url: string): string | null;
}

interface TrustedTypesHolder {
  readonly trustedTypes?: { createPolicy(name: 'default', rules: Rules): unknown };
}

/**
 * Lets this thread start its own workers and clear an element, and nothing else that Trusted Types guards. A default
 * policy, since the strings come from libraries: ONNX Runtime starts its threads, react-aria empties its live region.
 * Does nothing in a browser without Trusted Types. Called once, before any library runs.
 *
 * @param origin Of the page.
 */
export function trustOwnScripts(origin: string): void {
  (globalThis as TrustedTypesHolder).trustedTypes?.createPolicy('default', {
    createHTML: (markup) => (markup === '' ? markup : null),
    createScriptURL: (url) => (isOwnScript(url, origin) ? url : null),
  });
}

/** Whether a script's address is a file of this origin; a `blob:` of it is none. */
export function isOwnScript(url: string, origin: string): boolean {
  return URL.canParse(url, origin) && new URL(url, origin).href.startsWith(`${origin}/`);
}
