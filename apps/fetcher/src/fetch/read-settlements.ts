import { TransientError } from '@fullcarry/domain/errors';
import {
  irregularSteps,
  settlementHoles,
} from '@fullcarry/domain/completeness/schedule/settlement-schedule';
import type { Market } from '@fullcarry/domain/market/market';
import { MOST_LATE_MS, stampMinute, type Settlement } from '@fullcarry/domain/settlement';
import {
  DAY_MS,
  floorTo,
  holds,
  mergeWindows,
  MINUTE_MS,
  overlap,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { PageReader } from './page-reader.js';
import { agreedReading, type KnownMarket, type WindowReading } from './window-reading.js';

/** Three settlements of the longest interval: enough around a step to see the schedule on both sides. */
const AROUND_MS = DAY_MS;

/** The longest window that is read with one request as long as the interval stays what it is now. */
export function settlementWindowMs(exchange: Exchange, intervalMs: number): number {
  return Math.max(
    intervalMs,
    (exchange.limits.settlementsPerPage - 1) * intervalMs - 2 * AROUND_MS,
  );
}

/**
 * Reads every settlement of the window, page by page until it is exhausted, whatever the interval was.
 *
 * A day on either side is read along where there is one, so that the schedule around the window's ends is
 * seen. Steps that the schedule does not explain are read a second time, in a window
 * cut around them, before they are believed.
 *
 * Errors: TransientError when answers disagree; whatever the page reader throws.
 */
export async function readSettlements(
  pages: PageReader,
  window: TimeWindow,
  known: KnownMarket,
): Promise<WindowReading<Settlement>> {
  // The last settlement may be stamped late.
  const within = {
    fromMs: floorTo(known.listedAtMs ?? 0, MINUTE_MS),
    toMs: known.endMs + MOST_LATE_MS,
  };
  const asked = around(window, within);
  const rows = await walk(pages, known, asked);
  const times = rows.map((row) => row.settledAtMs);
  // What was announced is for the store to judge; here only what one answer should be asked twice for.
  const holes = settlementHoles(times, asked, { runs: [], listedAtMs: known.listedAtMs }).filter(
    (hole) => overlap(hole, window),
  );
  const doubtful = [...holes, ...irregularSteps(times).filter((step) => overlap(step, window))];
  if (rows.length === 0) doubtful.push({ ...asked });
  for (const part of mergeWindows(doubtful.map((step) => around(step, asked)))) {
    await readAgain(pages, known, part, rows);
  }
  return { asked, rows };
}

/** The window and a day on either side, where `within` has one. */
function around(window: TimeWindow, within: TimeWindow): TimeWindow {
  return {
    fromMs: Math.max(window.fromMs - AROUND_MS, within.fromMs),
    toMs: Math.min(window.toMs + AROUND_MS, within.toMs),
  };
}

/**
 * Pages from the end of the window that a full page holds to the other. Each page begins at the last row of
 * the one before, which must come again: so no settlement can fall between two pages. Windows are of raw
 * stamps: the hour that a late settlement is kept under can lie before its page.
 */
async function walk(pages: PageReader, market: Market, window: TimeWindow): Promise<Settlement[]> {
  const { settlementsPerPage, fullPageHolds } = pages.exchange.limits;
  const isBackwards = fullPageHolds === 'newest';
  let rows: Settlement[] = [];
  for (let part = window; ;) {
    const { rows: page, received } = await pages.settlements(market, part);
    const joint = isBackwards ? rows[0] : rows.at(-1);
    const joining = isBackwards ? page.at(-1) : page[0];
    if (joint && joining?.settledAtMs !== joint.settledAtMs) {
      throw new TransientError('Settlement pages do not join', {
        symbol: market.symbol,
        jointMs: joint.settledAtMs,
        ...part,
      });
    }
    const fresh = page.filter((row) => row.settledAtMs !== joint?.settledAtMs);
    rows = isBackwards ? [...fresh, ...rows] : [...rows, ...fresh];
    const last = isBackwards ? page[0] : page.at(-1);
    if (!last || received < settlementsPerPage) return rows;
    const before = part;
    const lastAtMs = stampMinute(last.stampedAtMs);
    part = isBackwards ? { ...part, toMs: lastAtMs + MINUTE_MS } : { ...part, fromMs: lastAtMs };
    if (before.fromMs === part.fromMs && before.toMs === part.toMs) {
      throw new TransientError('Settlement pages go in a circle', {
        symbol: market.symbol,
        ...part,
      });
    }
  }
}

async function readAgain(
  pages: PageReader,
  market: Market,
  part: TimeWindow,
  believed: readonly Settlement[],
): Promise<void> {
  const expected = rowsIn(believed, part);
  const again = await agreedReading(
    () => walk(pages, market, part),
    (rows) => same(rows, expected),
  );
  if (!again || !same(again, expected)) {
    throw new TransientError('Settlement pages disagree', { symbol: market.symbol, ...part });
  }
}

function rowsIn(rows: readonly Settlement[], window: TimeWindow): Settlement[] {
  return rows.filter((row) => holds(window, stampMinute(row.stampedAtMs)));
}

function same(a: readonly Settlement[], b: readonly Settlement[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
