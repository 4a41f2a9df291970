import { HOUR_MS } from '@fullcarry/domain/time-window';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits out the turn of an hour, at which something new is due, for tests that run on the real time. */
export async function awayFromTheHour(): Promise<void> {
  const leftMs = HOUR_MS - (Date.now() % HOUR_MS);
  if (leftMs < 30_000) await sleep(leftMs + 5_000);
}
