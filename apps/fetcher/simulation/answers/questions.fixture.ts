import type { Candle } from '@fullcarry/domain/candle';
import type { Market } from '@fullcarry/domain/market/market';
import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import { stampMinute, type Settlement } from '@fullcarry/domain/settlement';
import { cutWindow, HOUR_MS, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { nativeIdOf, symbolOf, type Listing } from '../time-line/listing.js';
import { candleStepMs } from '../time-line/time-line.js';
import { SIMULATED } from './market-answers.js';
import type { SimulatedExchange } from './simulated-exchange.js';
import type { World } from '../world.js';

/** As the exchange names it. */
export function marketOf(listing: Listing): Market {
  return {
    exchange: SIMULATED,
    symbol: symbolOf(listing),
    nativeId: nativeIdOf(listing),
    listedAtMs: listing.listedAtMs,
  };
}

export function marketIn(world: World, id: string): Market {
  return marketOf(world.truth.listing(id).listing);
}

/** The window around a row that a question asks for. */
export function around(atMs: number, beforeMs = HOUR_MS, afterMs = HOUR_MS): TimeWindow {
  return { fromMs: atMs - beforeMs, toMs: atMs + afterMs };
}

/** Every candle of a window, page by page, ascending. The window lies on the grid. */
export async function readAllCandles(
  world: World,
  exchange: SimulatedExchange,
  market: Market,
  window: TimeWindow,
): Promise<Candle[]> {
  const rows: Candle[] = [];
  for (const page of cutWindow(
    window,
    exchange.limits.candlesPerPage * candleStepMs(world.timeLine),
  )) {
    rows.push(...(await exchange.candlePage(market, world.timeLine.traits.timeframe, page)));
  }
  return rows;
}

/** Every settlement of a window, page by page from the end that a full page holds, ascending. */
export async function readAllSettlements(
  exchange: SimulatedExchange,
  market: Market,
  window: TimeWindow,
): Promise<Settlement[]> {
  const { settlementsPerPage, fullPageHolds } = exchange.limits;
  let rows: Settlement[] = [];
  for (let part = window; part.fromMs < part.toMs;) {
    const page = checkSettlementPage(await exchange.settlementPage(market, part), part).rows;
    const isNewest = fullPageHolds === 'newest';
    rows = isNewest ? [...page, ...rows] : [...rows, ...page];
    if (page.length < settlementsPerPage) return rows;
    part = isNewest
      ? { ...part, toMs: stampMinute(page[0]!.stampedAtMs) }
      : { ...part, fromMs: stampMinute(page.at(-1)!.stampedAtMs) + MINUTE_MS };
  }
  return rows;
}
