import { TransientError } from '@fullcarry/domain/errors';

/** Two clocks agree when they are this close: less than any candle, more than a slow answer's asymmetry. */
const AGREE_MS = 10_000;

const MOST_READINGS = 5;

/**
 * The exchange's time, believed only when two independent clocks say it.
 *
 * One answer can be wrong (seen: an hour off in one answer of many), so an answer that agrees with this
 * machine's clock is believed and any other is asked for again. Only when no answer ever agrees with this
 * machine, and most agree with each other, it is this machine's clock that is wrong.
 *
 * `clockSpeed`: how fast the exchange's clock runs. Only a replay's runs faster than ours; between two
 * answers it goes far, so that clocks then agree when they are as many times further apart.
 *
 * Errors: TransientError when there is no majority.
 */
export async function agreedTimeMs(
  readMs: () => Promise<number>,
  localMs: () => number = Date.now,
  clockSpeed: () => number = () => 1,
): Promise<number> {
  const offsets: number[] = [];
  for (let reading = 0; reading < MOST_READINGS; reading += 1) {
    const sentMs = localMs();
    const answerMs = await readMs();
    const receivedMs = localMs();
    const offsetMs = answerMs - (sentMs + receivedMs) / 2;
    const agreeMs = AGREE_MS * Math.max(1, clockSpeed());
    if (Math.abs(offsetMs) <= agreeMs + (receivedMs - sentMs) / 2) return answerMs;
    offsets.push(offsetMs);
  }
  const agreeMs = AGREE_MS * Math.max(1, clockSpeed());
  const agreeing = (offsetMs: number) =>
    offsets.filter((other) => Math.abs(other - offsetMs) <= agreeMs).length;
  const believed = offsets.findLast((offsetMs) => agreeing(offsetMs) > MOST_READINGS / 2);
  if (believed === undefined) {
    throw new TransientError("The exchange's clock contradicts itself", {
      offsetsMs: offsets.map(Math.round).join(', '),
    });
  }
  return Math.round(localMs() + believed);
}
