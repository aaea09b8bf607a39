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

async function kept(): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const responses = await (await caches.open(sharedPicture.cache)).matchAll();
  return Promise.all(
    responses.map(async (response) => ({
      name: decodeURIComponent(response.headers.get(sharedPicture.nameHeader) ?? ''),
      text: await response.text(),
    })),
  );
}

afterEach(() => caches.delete(sharedPicture.cache));

it('keeps the shared pictures with their names and in their order, and goes on to the page', async () => {
  const answer = await receiveShared(
    post(
      formOf(
        new File(['first'], '猫.png', { type: 'image/png' }),
        new File([], 'empty.png'),
        new File(['second'], '狗.png', { type: 'image/png' }),
      ),
    ),
    folder,
  );
  expect(answer?.status).toBe(303);
  expect(answer?.headers.get('Location')).toBe(`${folder}?shared`);
  expect(await kept()).toEqual([
    { name: '猫.png', text: 'first' },
    { name: '狗.png', text: 'second' },
  ]);
});

it('forgets what the page has not taken when something else is shared', async () => {
  await receiveShared(post(formOf(new File(['1'], '1.png'), new File(['2'], '2.png'))), folder);
  await receiveShared(post(formOf(new File(['3'], '3.png'))), folder);
  expect(await kept()).toEqual([{ name: '3.png', text: '3' }]);
});

it('goes on to the page without a picture too', async () => {
  expect((await receiveShared(post(formOf()), folder))?.status).toBe(303);
  const noForm = new Request(`${folder}${sharedPicture.action}`, { method: 'POST', body: 'no form' });
  expect((await receiveShared(noForm, folder))?.status).toBe(303);
  expect(await kept()).toEqual([]);
});

it('leaves every other request alone', () => {
  expect(receiveShared(new Request(`${folder}${sharedPicture.action}`), folder)).toBeNull();
  expect(receiveShared(post(formOf(), 'other'), folder)).toBeNull();
});
