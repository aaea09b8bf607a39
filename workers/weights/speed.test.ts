import { expect, it } from 'vitest';
import { speedMeter } from './speed.ts';

function meterAt() {
  const clock = { time: 1_000 };
  return { clock, meter: speedMeter(() => clock.time) };
}

it('knows no speed before bytes have come for half a second', () => {
  const { clock, meter } = meterAt();
  expect(meter.bytesPerSecond()).toBeNull();
  meter.add(1_000);
  clock.time += 499;
  meter.add(1_000);
  expect(meter.bytesPerSecond()).toBeNull();
});

it('divides the bytes that came after the first arrival by the time since then', () => {
  const { clock, meter } = meterAt();
  meter.add(9_999);
  clock.time += 1_000;
  meter.add(3_000);
  clock.time += 1_000;
  meter.add(1_000);
  expect(meter.bytesPerSecond()).toBe(2_000);
});

it('forgets what is more than five seconds old', () => {
  const { clock, meter } = meterAt();
  meter.add(0);
  clock.time += 1_000;
  meter.add(1_000_000);
  clock.time += 4_000;
  meter.add(5_000);
  clock.time += 1_000;
  expect(meter.bytesPerSecond()).toBe(1_000);
});

it('falls to zero when nothing comes any more', () => {
  const { clock, meter } = meterAt();
  meter.add(0);
  clock.time += 1_000;
  meter.add(1_000);
  clock.time += 6_000;
  expect(meter.bytesPerSecond()).toBe(0);
});
