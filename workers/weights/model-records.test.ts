import 'fake-indexeddb/auto';
import { createStore, set } from 'idb-keyval';
import { expect, it } from 'vitest';
import { smallModel } from '../testing/small-model.ts';
import { indexedDbModelRecords } from './model-records.ts';

const { manifest } = await smallModel();
const record = {
  folderUrl: 'https://a.example/',
  variant: 'int8',
  manifest,
  committedAt: 1,
  lastUsedAt: 2,
};

it('keeps one record for each variant of a folder, and lists the last used first', async () => {
  const records = indexedDbModelRecords('records-list');
  await records.write(record);
  await records.write({ ...record, variant: 'fp16', lastUsedAt: 5 });
  await records.write({ ...record, lastUsedAt: 9 });
  await records.write({ ...record, folderUrl: 'https://b.example/', lastUsedAt: 3 });
  const found = await records.list();
  expect(found.map(({ folderUrl, variant, lastUsedAt }) => [folderUrl, variant, lastUsedAt])).toEqual([
    ['https://a.example/', 'int8', 9],
    ['https://a.example/', 'fp16', 5],
    ['https://b.example/', 'int8', 3],
  ]);
  expect(found[0]?.manifest).toEqual(manifest);
});

it('deletes a record, and does not mind one that is not there', async () => {
  const records = indexedDbModelRecords('records-delete');
  await records.write(record);
  await records.delete({ ...record, variant: 'fp16' });
  expect(await records.list()).toHaveLength(1);
  await records.delete(record);
  expect(await records.list()).toEqual([]);
});

it('passes over what another version of the program wrote', async () => {
  const records = indexedDbModelRecords('records-foreign');
  await records.write(record);
  const store = createStore('records-foreign', 'models');
  await set('future', { ...record, manifest: { ...manifest, formatVersion: 99 } }, store);
  await set('past', { url: 'https://c.example/' }, store);
  expect(await records.list()).toHaveLength(1);
});
