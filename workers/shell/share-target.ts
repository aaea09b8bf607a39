import { sharedPicture } from '../protocol/shared-picture.ts';

/** Keeps the form's pictures for the page, instead of any that it has not taken. */
async function keep(form: FormData, folderUrl: string): Promise<void> {
  await caches.delete(sharedPicture.cache);
  const files = form.getAll(sharedPicture.field).filter((entry) => entry instanceof File);
  const cache = await caches.open(sharedPicture.cache);
  for (const [index, file] of files.filter(({ size }) => size > 0).entries()) {
    const headers = { [sharedPicture.nameHeader]: encodeURIComponent(file.name) };
    await cache.put(new URL(sharedPicture.kept(index), folderUrl), new Response(file, { headers }));
  }
}

async function receive(request: Request, folderUrl: string): Promise<Response> {
  try {
    await keep(await request.formData(), folderUrl);
  } catch {
    // Storage denied or full: the page opens with those that found room, or says that nothing came.
  }
  return Response.redirect(`${folderUrl}?${sharedPicture.flag}`, 303);
}

/**
 * The answer to what the system's share sheet posts: on to the page, which finds the pictures in the cache. Null for any
 * other request.
 *
 * @param folderUrl Of the page, ending in `/`.
 */
export function receiveShared(request: Request, folderUrl: string): Promise<Response> | null {
  const isShared = request.method === 'POST' && request.url === new URL(sharedPicture.action, folderUrl).href;
  return isShared ? receive(request, folderUrl) : null;
}
