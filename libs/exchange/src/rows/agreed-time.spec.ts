import { describe, expect, it } from '@jest/globals';
import { TransientError } from '@fullcarry/domain/errors';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { agreedTimeMs } from './agreed-time.js';

const NOW_MS = Date.parse('2026-08-01T12:00:00Z');
const NEXT_CENTURY_MS = 100 * 365 * 24 * HOUR_MS;

/** Answers in turn, as offsets from this machine's clock. */
function answering(...offsetsMs: number[]) {
  let asked = 0;
  const read = () => Promise.resolve(NOW_MS + (offsetsMs[asked++ % offsetsMs.length] ?? 0));
  return { read, asked: () => asked };
}

describe('the agreed time', () => {
  it('is the first answer when it agrees with this machine', async () => {
    const exchange = answering(1_500);
    await expect(agreedTimeMs(exchange.read, () => NOW_MS)).resolves.toBe(NOW_MS + 1_500);
    expect(exchange.asked()).toBe(1);
  });

  it('is not a skewed answer, nor two of them that agree', async () => {
    const exchange = answering(HOUR_MS, HOUR_MS, 20);
    await expect(agreedTimeMs(exchange.read, () => NOW_MS)).resolves.toBe(NOW_MS + 20);
  });

  it("is the exchange's when this machine's clock is wrong and most answers agree", async () => {
    const exchange = answering(
      NEXT_CENTURY_MS,
      NEXT_CENTURY_MS + HOUR_MS,
      NEXT_CENTURY_MS + 30,
      NEXT_CENTURY_MS - HOUR_MS,
      NEXT_CENTURY_MS + 10,
    );
    const agreed = agreedTimeMs(exchange.read, () => NOW_MS);
    await expect(agreed).resolves.toBe(NOW_MS + NEXT_CENTURY_MS + 10);
  });

  it("is a replay's that runs fast, whose answers lie hours apart", async () => {
    const exchange = answering(
      ...[0, 1, 2, 3, 4].map((hours) => NEXT_CENTURY_MS + hours * HOUR_MS),
    );
    const agreed = agreedTimeMs(
      exchange.read,
      () => NOW_MS,
      () => 43_200,
    );
    await expect(agreed).resolves.toBe(NOW_MS + NEXT_CENTURY_MS + 4 * HOUR_MS);
  });

  it('is unknown when no majority agrees', async () => {
    const exchange = answering(HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS, 4 * HOUR_MS, 5 * HOUR_MS);
    await expect(agreedTimeMs(exchange.read, () => NOW_MS)).rejects.toThrow(TransientError);
  });
});
