import { expect, it } from 'vitest';
import { eventChannel } from './event-channel.ts';

interface Numbered {
  readonly phase: string;
  readonly number: number;
}

/** A page that takes an event only when `take` is called. */
function slowPage() {
  const seen: number[] = [];
  const taken: (() => void)[] = [];
  const channel = eventChannel(({ number }: Numbered) => {
    seen.push(number);
    return new Promise<void>((resolve) => {
      taken.push(resolve);
    });
  });
  const take = async () => {
    taken.shift()?.();
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
  };
  return { seen, take, channel };
}

it('skips what is out of date while the page is busy, never the last', async () => {
  const { seen, take, channel } = slowPage();
  for (const number of [1, 2, 3, 4]) channel.send({ phase: 'decode', number });
  expect(seen).toEqual([1]);
  await take();
  expect(seen).toEqual([1, 4]);
});

it('tells of a new phase at once, after what waited of the one before', () => {
  const { seen, channel } = slowPage();
  channel.send({ phase: 'download', number: 1 });
  channel.send({ phase: 'download', number: 2 });
  channel.send({ phase: 'build', number: 3 });
  expect(seen).toEqual([1, 2, 3]);
});

it('has delivered when the page has taken everything', async () => {
  const { seen, take, channel } = slowPage();
  channel.send({ phase: 'decode', number: 1 });
  channel.send({ phase: 'decode', number: 2 });
  let isDelivered = false;
  const wait = async () => {
    await channel.delivered();
    isDelivered = true;
  };
  const delivered = wait();
  await take();
  expect(isDelivered).toBe(false);
  await take();
  await delivered;
  expect(seen).toEqual([1, 2]);
});

it('goes on where the callback fails', async () => {
  const channel = eventChannel(() => Promise.reject(new Error('of the page')));
  channel.send({ phase: 'decode' });
  await expect(channel.delivered()).resolves.toBeUndefined();
});
