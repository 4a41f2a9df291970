import type { Database } from '@fullcarry/history/database/database';
import type { StoredFill } from '@fullcarry/history/desk/desk-rows';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { z } from 'zod';
import { minus, plus, read, readDouble, times, write, ZERO, type Fraction } from './fraction.js';

const HOUR_MS = 3_600_000;

/** What one position came to, in the exact text of the ledger. */
export interface RecomputedPosition {
  readonly id: number;
  readonly symbol: string;
  readonly priceUsdt: string;
  readonly fundingUsdt: string;
  readonly feesUsdt: string;
  readonly settlements: number;
}

export interface RecomputedLedger {
  readonly positions: readonly RecomputedPosition[];
  readonly equityUsdt: string;
}

/**
 * Every position's profit and loss, written from the formulas and from nothing else of the desk: from the
 * stored fills, the stored settlements and the stored candles.
 *
 *   price   = what was sold − what was bought + what is left · the last price, of each leg; a short is left negative
 *   funding = Σ rate · contracts · close of the hour that ends at the settlement,
 *             over every settlement, the contracts being those that were sold and not bought back before it
 *   fees    = Σ price · quantity · fee
 *   equity  = start + Σ (price + funding − fees)
 */
export async function recomputeLedger(
  database: Database,
  about: { startingEquityUsdt: string; spotFee: string; perpFee: string; nowMs: number },
): Promise<RecomputedLedger> {
  const store = new DeskStore(database, 'bybit');
  const positions: RecomputedPosition[] = [];
  let equity = read(about.startingEquityUsdt);
  for (const position of (await store.positions({ limit: 10_000 })).reverse()) {
    const fills = await store.fills(position.id);
    const price = plus(
      ...(['long', 'short'] as const).map((leg) =>
        earned(
          fills.filter((fill) => fill.leg === leg),
          position.legs[leg].price,
        ),
      ),
    );
    const short = fills.filter(({ leg }) => leg === 'short');
    const paid = await funding(database, position.legs.short.symbol, short, about.nowMs);
    const fundingUsdt = plus(...paid);
    const fees = plus(
      ...fills.map((fill) =>
        times(
          read(fill.price),
          read(fill.quantity),
          read(fill.leg === 'long' ? about.spotFee : about.perpFee),
        ),
      ),
    );
    equity = minus(plus(equity, price, fundingUsdt), fees);
    positions.push({
      id: position.id,
      symbol: position.legs.short.symbol,
      priceUsdt: write(price),
      fundingUsdt: write(fundingUsdt),
      feesUsdt: write(fees),
      settlements: paid.length,
    });
  }
  return { positions, equityUsdt: write(equity) };
}

function earned(fills: readonly StoredFill[], lastPrice: string): Fraction {
  const signed = (fill: StoredFill, of: Fraction) => (fill.side === 'buy' ? of : minus(ZERO, of));
  const left = plus(ZERO, ...fills.map((fill) => signed(fill, read(fill.quantity))));
  const bought = fills.map((fill) => signed(fill, times(read(fill.price), read(fill.quantity))));
  return minus(times(left, read(lastPrice)), plus(ZERO, ...bought));
}

async function funding(
  database: Database,
  symbol: string,
  fills: readonly StoredFill[],
  nowMs: number,
): Promise<Fraction[]> {
  const [opened] = fills;
  if (!opened) return [];
  const settled = await database.json(
    z.array(z.tuple([z.int(), z.string()])),
    `SELECT ${database.dialect.collect(database.dialect.array(['settled_at_ms', 'rate']), 'settled_at_ms')}
     FROM funding_rate WHERE settled_at_ms > $1 AND settled_at_ms <= $2 AND series_id IN (
       SELECT series.id FROM series JOIN market ON market.id = market_id WHERE symbol = $3 AND kind = 'funding')`,
    opened.filledAtMs,
    nowMs,
    symbol,
  );
  const payments: Fraction[] = [];
  for (const [settledAtMs, rate] of settled) {
    const before = fills.filter(({ filledAtMs }) => filledAtMs < settledAtMs);
    const held = before.map(({ side, quantity }) =>
      side === 'sell' ? read(quantity) : minus(ZERO, read(quantity)),
    );
    const contracts = plus(ZERO, ...held);
    if (write(contracts) === '0') continue;
    const close = await closeOfHourBefore(database, symbol, settledAtMs);
    payments.push(times(read(rate), contracts, readDouble(close)));
  }
  return payments;
}

async function closeOfHourBefore(
  database: Database,
  symbol: string,
  atMs: number,
): Promise<number> {
  const [close] = await database.json(
    z.array(z.number()),
    `SELECT ${database.dialect.collect('close', 'open_at_ms')} FROM candle
     WHERE open_at_ms = $1 AND series_id IN (
       SELECT series.id FROM series JOIN market ON market.id = market_id WHERE symbol = $2 AND kind = 'candles')`,
    atMs - HOUR_MS,
    symbol,
  );
  if (close === undefined) throw new Error(`No candle of ${symbol} ends at ${atMs}`);
  return close;
}
