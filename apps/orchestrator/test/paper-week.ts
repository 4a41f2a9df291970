import type { DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { readRecording } from '@fullcarry/contracts/desk/desk-recording-v1';
import { replayDesk, type ReplayedDesk } from '@fullcarry/history/backtest/replay-desk';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { Facts } from '@fullcarry/testing/facts';
import { command } from '@fullcarry/testing/command';
import { startApp } from '@fullcarry/testing/start-app';
import { tempFolder } from '@fullcarry/testing/temp-folder';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from './seeded-random.js';
import { closeLater, provenWorld, steppedExchange } from './stepped-world.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SEED = 20260801;

/** How long a carry lasts is judged by 90 days; the backtest reads whole days. */
const LOOKBACK_DAYS = 95;

/** After the hour: at the very stamp of a settlement, before and after it is seen, and in the midst of a candle. */
const AFTER_THE_HOUR_MS = [0, 10 * SECOND_MS, 7 * MINUTE_MS, 31 * MINUTE_MS];

/** Cheap enough that the recorded rates are worth trading, and restless, so that much is opened and closed in a few days. */
const SETTINGS = deskSettings.parse({
  spotFeeBps: 0.2,
  perpFeeBps: 0.1,
  slippageBps: 0.05,
  holdingHours: 720,
  entryNetYield: 0.002,
  minHoldingYield: 0.002,
  minSwitchYield: 0.004,
  maxBreakEvenHours: 720,
  maxPaidBps: 0.1,
  restHours: 0,
  minTurnoverUsdt24h: 1_000_000,
  minMarginShare: 0.495,
  notionalPerMarketUsdt: 820,
  maxNotionalTotalUsdt: 6600,
});

export interface PaperWeek {
  readonly markets: readonly string[];
  readonly days: number;
  /** The midnight at which it ends. */
  readonly endMs: number;
}

/**
 * Plays days of recorded markets to the services, each in a process of its own over a real store, and what the desk wrote
 * down of it to the backtest. The clock runs, and is put forward once every hour is traded.
 */
export async function playPaperWeek({ markets, days, endMs }: PaperWeek): Promise<ReplayedDesk> {
  const startMs = endMs - days * DAY_MS;
  const folder = tempFolder();
  closeLater(() => {
    folder.remove();
    return Promise.resolve();
  });
  const file = join(folder.path, 'desk.jsonl');
  const exchange = await steppedExchange(startMs - HOUR_MS / 2, endMs + DAY_MS, markets);
  const { world } = await provenWorld(exchange, 'sqlite', LOOKBACK_DAYS);
  const facts = await Facts.open(world.NATS_URL, ['desk.cycle']);
  closeLater(() => facts.close());
  const desk = startApp('orchestrator', {
    environment: {
      ...world,
      METRICS_PORT: '0',
      SCAN_INTERVAL_SECONDS: '0.2',
      POLL_SECONDS: '0.2',
      DESK_RATE_BUDGET: '0.5',
      DESK_RECORDING: file,
    },
  });
  closeLater(() => desk.stop('SIGKILL'));
  /** Of two cycles the second one begins when the rates were polled after the clock was put there. */
  const tradedAt = async (atMs: number) => {
    const since = facts.heard.length;
    await exchange.runClock(1, atMs);
    const first = await facts.next<DeskCycle>('desk.cycle', {
      since,
      isIt: ({ startedAtMs }) => startedAtMs >= atMs,
    });
    await facts.next<DeskCycle>('desk.cycle', {
      since,
      isIt: ({ number }) => number > first.number,
    });
  };
  await tradedAt(startMs - HOUR_MS / 2);
  await command(
    world.NATS_URL,
    'order.desk.configure',
    JSON.stringify({ v: 1, settings: SETTINGS }),
  );
  const random = seededRandom(SEED);
  for (let hourMs = startMs; hourMs < endMs; hourMs += HOUR_MS) {
    const after = AFTER_THE_HOUR_MS[Math.floor(random() * AFTER_THE_HOUR_MS.length)] ?? 0;
    await tradedAt(hourMs + after);
  }
  // Rows are proven by the day: its last hour is fetched once it is over.
  await tradedAt(endMs + HOUR_MS);
  await desk.stop('SIGTERM');
  const database = await openDatabase(world.DATABASE_URL);
  closeLater(() => database.close());
  const recording = readRecording(readFileSync(file, 'utf8').split('\n'));
  return replayDesk(database, recording, { timeframe: '1h', toMs: endMs, assume: ['fine-lots'] });
}
