import { DeskCycleV1 } from '@fullcarry/contracts/facts/desk-cycle-v1';
import { DAY_MS, floorTo, HOUR_MS } from '@fullcarry/domain/time-window';
import { connect } from '@nats-io/transport-node';
import { z } from 'zod';
import type { HistoryWatch } from './history-watch.js';
import type { Stack } from '../services/stack.js';

/** The desk makes one cycle after each of the usual settlements, when its row is there. */
const STEP_MS = 8 * HOUR_MS;
const AFTER_SETTLEMENT_MS = 5 * 60_000;

/** How a desk runs while it plays days: a cycle a step takes about as long as one sync. */
export const PLAYING_ENVIRONMENT = { SCAN_INTERVAL_SECONDS: '1.5', POLL_SECONDS: '0.7' };

/** The clock of the replay: where it stands, and how it is moved. */
export class ReplayClock {
  constructor(
    private readonly url: string,
    /** In the past, while days are still to be played. */
    readonly startsAtMs: number,
  ) {}

  /** It stands there until it is moved again. */
  standAt(nowMs: number): Promise<void> {
    return this.set({ nowMs, speed: 0 });
  }

  /** From now on it is the present, as on any exchange. */
  goOnFromNow(): Promise<void> {
    return this.set({ nowMs: Date.now(), speed: 1 });
  }

  private async set(setting: { nowMs: number; speed: number }): Promise<void> {
    const asked = { method: 'POST', body: JSON.stringify(setting) };
    const answer = await fetch(`${this.url}/replay/clock`, asked);
    if (!answer.ok) throw new Error(`The replay's clock can't be set: ${await answer.text()}`);
  }
}

/** The whole histories come before days go by: an exchange may keep three months only, and lose what is late. */
const LONGEST_FETCH_MS = 20 * 60_000;

/** An exchange that is behind for longer has a gap of its own, and holds up no more. */
const LONGEST_TAIL_MS = 60_000;

/** `others`: exchanges beside the desk's own. `traded`: those of them on which the desk trades too. */
export interface PlayedExchanges {
  readonly others: readonly string[];
  readonly traded: readonly string[];
}

/**
 * Moves the replay's clock through recorded days, a step at a time, and waits at each until the desk had a cycle there:
 * so whoever tries it out sees trades, funding payments and an equity curve that the desk itself made of the recordings.
 * Every exchange is proven before; at each step those on which the desk trades, and the others again at the end. Returns
 * when the clock is at the present.
 */
export async function playDays(
  stack: Stack,
  clock: ReplayClock,
  { others, traded }: PlayedExchanges,
  histories: Pick<HistoryWatch, 'behind' | 'caughtUp'>,
  report: (line: string) => void,
): Promise<void> {
  const proven = (exchanges: readonly string[], atMs: number, longestMs: number) =>
    stack.whileWhole(histories.caughtUp(exchanges, atMs, longestMs));
  const behind = histories.behind(others, clock.startsAtMs);
  if (behind.length > 0) report(`the history of ${behind.join(', ')} comes first`);
  await proven(others, clock.startsAtMs, LONGEST_FETCH_MS);
  const connection = await connect({ servers: stack.natsUrl.split(','), maxReconnectAttempts: -1 });
  try {
    const cycles = cyclesHeard(connection);
    const instants = settlementsBetween(clock.startsAtMs, Date.now());
    for (const [played, atMs] of instants.entries()) {
      const day = new Date(atMs).toISOString().slice(0, 10);
      report(`${day}, step ${played + 1} of ${instants.length}`);
      await clock.standAt(atMs);
      await proven(traded, atMs, LONGEST_TAIL_MS);
      await stack.whileWhole(cycles.since(atMs));
    }
    const last = instants.at(-1) ?? clock.startsAtMs;
    if (histories.behind(others, last).length > 0) report('the other exchanges catch up');
    await proven(others, last, LONGEST_TAIL_MS);
    await clock.goOnFromNow();
  } finally {
    await connection.close();
  }
}

/** A little after each settlement of the usual eight hours, ascending. */
export function settlementsBetween(fromMs: number, toMs: number): number[] {
  const first = floorTo(fromMs, STEP_MS) + STEP_MS + AFTER_SETTLEMENT_MS;
  const many = Math.max(0, Math.ceil((toMs - first) / STEP_MS));
  return Array.from({ length: many }, (_, step) => first + step * STEP_MS);
}

/** Where the clock starts, so that whole days can be played. */
export function daysBefore(anchorMs: number, days: number): number {
  return anchorMs - days * DAY_MS;
}

const cycleStart = z.object({ startedAtMs: DeskCycleV1.schema.shape.startedAtMs });

/** The desk's cycles, by the exchange's time at which they started. */
function cyclesHeard(connection: Awaited<ReturnType<typeof connect>>) {
  let waiting: { fromMs: number; done: () => void } | undefined;
  connection.subscribe(DeskCycleV1.subject, {
    callback: (error, message) => {
      if (error) return;
      const cycle = cycleStart.safeParse(message.json());
      if (waiting && cycle.success && cycle.data.startedAtMs >= waiting.fromMs) waiting.done();
    },
  });
  return {
    /** Resolves with the first cycle that starts at the instant or later. */
    since: (fromMs: number) => new Promise<void>((done) => (waiting = { fromMs, done })),
  };
}
