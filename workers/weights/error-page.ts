/**
 * What servers send, with status 200, in place of a file: a page (a single-page application's fallback, a
 * captive portal) or a JSON error (ModelScope, for a file that does not exist). Null for anything else.
 */
export function sniffErrorPage(body: Uint8Array): 'html' | 'json' | null {
  const start = new TextDecoder().decode(body.subarray(0, 512)).trimStart().toLowerCase();
  if (/^<(!doctype|html|head|body|\?xml)/.test(start)) return 'html';
  return start.startsWith('{') && isJson(body) ? 'json' : null;
}

/** A file of ours that was cut off may begin like JSON too, but is none. */
function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(body));
    return true;
  } catch {
    return false;
  }
}
