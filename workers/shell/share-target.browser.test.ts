import { afterEach, expect, it } from 'vitest';
import { sharedPicture } from '../protocol/shared-picture.ts';
import { receiveShared } from './share-target.ts';

const folder = new URL('/app/', location.href).href;

function post(form: FormData, path: string = sharedPicture.action): Request {
  return new Request(`${folder}${path}`, { method: 'POST', body: form });
}

function formOf(...files: readonly File[]): FormData {
  const form = new FormData();
  for (const file of files) form.append(sharedPicture.field, file);
  return form;
}

const kept = async (): Promise<Response | undefined> =>
  (await caches.open(sharedPicture.cache)).match(`${folder}${sharedPicture.kept}`);

afterEach(() => caches.delete(sharedPicture.cache));

it('keeps the shared picture with its name, and goes on to the page', async () => {
  const answer = await receiveShared(
    post(formOf(new File([], 'empty.png'), new File(['pixels'], '猫.png', { type: 'image/png' }))),
    folder,
  );
  expect(answer?.status).toBe(303);
  expect(answer?.headers.get('Location')).toBe(`${folder}?shared`);
  const picture = await kept();
  expect(await picture?.text()).toBe('pixels');
  expect(decodeURIComponent(picture?.headers.get(sharedPicture.nameHeader) ?? '')).toBe('猫.png');
});

it('goes on to the page without a picture too', async () => {
  expect((await receiveShared(post(formOf()), folder))?.status).toBe(303);
  const noForm = new Request(`${folder}${sharedPicture.action}`, { method: 'POST', body: 'no form' });
  expect((await receiveShared(noForm, folder))?.status).toBe(303);
  expect(await kept()).toBeUndefined();
});

it('leaves every other request alone', () => {
  expect(receiveShared(new Request(`${folder}${sharedPicture.action}`), folder)).toBeNull();
  expect(receiveShared(post(formOf(), 'other'), folder)).toBeNull();
});
