import { z } from 'zod';
import type { InstrumentAnswer, ListedRow, TickerAnswer, TickerRow } from '../api/answer.js';
import type { View } from '../api/view.js';
import { json } from '../http/delivery.js';
import { fromUnits } from '../market/prices/decimal-units.js';
import type { SpotMarket } from '../market/spot-market.js';

const PAIR = z.object({
  name: z.string(),
  base: z.object({ name: z.string(), szDecimals: z.number() }),
  quote: z.string(),
});

type Pair = z.infer<typeof PAIR>;

/** `spotMeta`: tokens, and the markets between them by their tokens' numbers. */
export function answerSpotMeta(_: unknown, view: View): InstrumentAnswer {
  const rows = tradedOf(view).map((market): ListedRow => ({
    symbol: market.symbol,
    write: (name) => pairOf(market, name),
  }));
  return {
    kind: 'instruments',
    rows,
    write: (sent) => json(metaOf(sent.map((row) => PAIR.parse(row.write(row.symbol))))),
  };
}

/** `spotMetaAndAssetCtxs`: the same, and what each market does now. */
export function answerSpotMetaAndAssetContexts(_: unknown, view: View): TickerAnswer {
  const rows = tradedOf(view).flatMap((market): TickerRow[] => {
    const context = contextOf(market, view.nowMs);
    if (!context) return [];
    const write = (name: string) => [pairOf(market, name), { ...context, coin: name }];
    return [{ symbol: market.symbol, turnover: Number(context.dayNtlVlm), write }];
  });
  return {
    kind: 'tickers',
    rows,
    write: (sent) => {
      const both = sent.map((row) => [row.write(row.symbol)].flat());
      const pairs = both.map(([pair]) => PAIR.parse(pair));
      return json([metaOf(pairs), both.map(([, context]) => context)]);
    },
  };
}

function tradedOf({ board, nowMs }: View): SpotMarket[] {
  return board.allSpot().filter((market) => market.trades(nowMs));
}

/** USDT is bridged too, and called USDT0. Under another name than its own it is a market of another token. */
function pairOf({ symbol, spec, quantityDecimals }: SpotMarket, name: string): Pair {
  const token = name === symbol ? spec.baseCoin : name;
  return {
    name,
    base: { name: token, szDecimals: quantityDecimals },
    quote: spec.quoteCoin === 'USDT' ? 'USDT0' : spec.quoteCoin,
  };
}

/** USDC is token 0; the others are numbered as they come. */
function metaOf(pairs: readonly Pair[]) {
  const decimalsOf = new Map([['USDC', 8]]);
  for (const { base, quote } of pairs) {
    decimalsOf.set(base.name, base.szDecimals);
    if (!decimalsOf.has(quote)) decimalsOf.set(quote, 2);
  }
  const names = [...decimalsOf.keys()];
  return {
    tokens: names.map((name, index) => ({
      name,
      szDecimals: decimalsOf.get(name),
      weiDecimals: 8,
      index,
      isCanonical: index === 0,
      evmContract: null,
      fullName: null,
    })),
    universe: pairs.map(({ name, base, quote }, index) => ({
      tokens: [names.indexOf(base.name), names.indexOf(quote)],
      name,
      index: Number(name.replace('@', '')) || index,
      isCanonical: false,
    })),
  };
}

/** Derived throughout, see `SpotMarket`. */
function contextOf(market: SpotMarket, nowMs: number) {
  const day = market.day(nowMs);
  if (!day) return undefined;
  const price = (units: number) => fromUnits(units, market.priceDecimals);
  return {
    prevDayPx: price(day.dayAgoUnits),
    dayNtlVlm: day.turnover.toFixed(4),
    markPx: price(day.lastUnits),
    midPx: price(day.lastUnits),
    circulatingSupply: '0.0',
    dayBaseVlm: day.volume.toFixed(market.quantityDecimals),
  };
}
