import { expect, it } from 'vitest';
import { describeUnknown } from './describe-unknown.ts';
import { withoutStoring } from './get-model.ts';

const request = { about: describeUnknown('nano'), precision: 'int8' };

it('asks for a model in memory where there is no room for it, once', () => {
  const wanted = { road: 'hub', request: { ...request, reference: 'damo/ofa_nano' } } as const;
  const unstored = withoutStoring(wanted);
  expect(unstored).toEqual({ ...wanted, request: { ...wanted.request, inMemory: true } });
  expect(unstored === null ? null : withoutStoring(unstored)).toBeNull();
});

it('leaves a converted folder alone: that goes to memory by itself', () => {
  expect(withoutStoring({ road: 'urls', urls: ['https://a.test/'] })).toBeNull();
});
