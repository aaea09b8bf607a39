import { sharedPicture } from '../protocol/shared-picture.ts';

/** Keeps the first picture of the form for the page. */
async function keep(form: FormData, folderUrl: string): Promise<void> {
  const file = form.getAll(sharedPicture.field).find((entry) => entry instanceof File && entry.size > 0);
  if (!(file instanceof File)) return;
  const headers = { [sharedPicture.nameHeader]: encodeURIComponent(file.name) };
  const cache = await caches.open(sharedPicture.cache);
  await cache.put(new URL(sharedPicture.kept, folderUrl), new Response(file, { headers }));
}

async function receive(request: Request, folderUrl: string): Promise<Response> {
  try {
    await keep(await request.formData(), folderUrl);
  } catch {
    // Storage denied or full: the page opens and says that nothing came.
  }
  return Response.redirect(`${folderUrl}?${sharedPicture.flag}`, 303);
}

/**
 * The answer to what the system's share sheet posts: on to the page, which finds the picture in the cache. Null for any
 * other request.
 *
 * @param folderUrl Of the page, ending in `/`.
 */
export function receiveShared(request: Request, folderUrl: string): Promise<Response> | null {
  const isShared = request.method === 'POST' && request.url === new URL(sharedPicture.action, folderUrl).href;
  return isShared ? receive(request, folderUrl) : null;
}
