import type { InstrumentAnswer, TickerAnswer, TickerRow } from '../api/answer.js';
import type { View } from '../api/view.js';
import { json } from '../http/delivery.js';
import { impliedBasis } from '../market/prices/basis.js';
import { fromUnits } from '../market/prices/decimal-units.js';
import { fundingOutlook } from '../market/funding-outlook.js';
import type { ReplayMarket } from '../market/replay-market.js';

/** `meta`: every perpetual of the main dex; a delisted one stays in it and is marked. */
export function answerMeta(_: unknown, view: View): InstrumentAnswer {
  return {
    kind: 'instruments',
    rows: perpetualsOf(view).map((market) => ({
      symbol: market.symbol,
      write: (name) => assetOf(market, name, view.nowMs),
    })),
    write: (rows) => json(universeOf(rows.map((row) => row.write(row.symbol)))),
  };
}

/** `metaAndAssetCtxs`: the same, and a second list with what each does now, told apart by its place alone. */
export function answerMetaAndAssetContexts(_: unknown, view: View): TickerAnswer {
  const rows = perpetualsOf(view).flatMap((market): TickerRow[] => {
    const context = contextOf(market, view.nowMs);
    if (!context) return [];
    const write = (name: string) => [assetOf(market, name, view.nowMs), context];
    return [{ symbol: market.symbol, turnover: Number(context.dayNtlVlm), write }];
  });
  return {
    kind: 'tickers',
    rows,
    write: (sent) => {
      const pairs = sent.map((row) => [row.write(row.symbol)].flat());
      return json([universeOf(pairs.map(([asset]) => asset)), pairs.map(([, context]) => context)]);
    },
  };
}

function universeOf(universe: readonly unknown[]) {
  return { universe, marginTables: [], collateralToken: 0 };
}

function perpetualsOf({ board, nowMs }: View): ReplayMarket[] {
  return board.all().filter((market) => market.isLaunched(nowMs));
}

/** The size's decimals come from the recorded volumes; the leverage is plausible. */
function assetOf(market: ReplayMarket, name: string, nowMs: number) {
  return {
    szDecimals: market.steps.volumeDecimals,
    name,
    maxLeverage: 20,
    marginTableId: 20,
    ...(market.hasEnded(nowMs) && { isDelisted: true }),
  };
}

/**
 * Not recorded, so stood in for: the mark price and the middle of the book by the last price, the oracle's
 * by the derived spot price. Open interest is not published.
 */
function contextOf(market: ReplayMarket, nowMs: number) {
  const day = market.day(nowMs);
  if (!day) return undefined;
  const { priceDecimals, volumeDecimals } = market.steps;
  const price = (units: number) => fromUnits(units, priceDecimals);
  const funding = fundingOutlook(market.settlementsAround(nowMs));
  const last = price(day.lastUnits);
  const { bids: [bid] = [], asks: [ask] = [] } = market.book(nowMs, 1) ?? {};
  return {
    funding: funding?.rate ?? '0.0',
    prevDayPx: price(day.dayAgoUnits),
    dayNtlVlm: day.turnover.toFixed(4),
    premium: '0.0',
    oraclePx: price(Math.max(1, Math.round(day.lastUnits / (1 + impliedBasis(funding))))),
    markPx: last,
    midPx: last,
    impactPxs: [bid?.price ?? last, ask?.price ?? last],
    dayBaseVlm: day.volume.toFixed(volumeDecimals),
  };
}
