import type { Answer } from '../api/answer.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { DAY_MS, MINUTE_MS } from '../clock/durations.js';
import { impliedBasis } from '../market/prices/basis.js';
import { fromUnits } from '../market/prices/decimal-units.js';
import { fundingOutlook, USUAL_INTERVAL_MS } from '../market/funding-outlook.js';
import type { MarketDay } from '../market/market-day.js';
import type { ReplayMarket } from '../market/replay-market.js';
import { answerTraded, tickerAnswer, tickerRow } from './binance-answers.js';

/** What nobody has to be told of: the interval of a symbol that fundingInfo does not name. */
const USUAL_INTERVAL_MINUTES = USUAL_INTERVAL_MS / MINUTE_MS;

/** A market that trades now, and its last 24 hours. */
interface Traded {
  readonly market: ReplayMarket;
  readonly day: MarketDay;
}

/** GET /fapi/v1/ticker/24hr. */
export function answerDayTickers(query: Query, view: View): Answer {
  return answerTraded(query, traded(view), ({ market, day }) => {
    const price = priceOf(market);
    return {
      symbol: market.symbol,
      priceChange: price(day.lastUnits - day.dayAgoUnits),
      priceChangePercent: ((day.lastUnits / day.dayAgoUnits - 1) * 100).toFixed(3),
      weightedAvgPrice: (day.turnover / Math.max(day.volume, Number.MIN_VALUE)).toFixed(8),
      lastPrice: price(day.lastUnits),
      lastQty: market.steps.volume,
      openPrice: price(day.dayAgoUnits),
      highPrice: price(day.highUnits),
      lowPrice: price(day.lowUnits),
      volume: day.volume.toFixed(market.steps.volumeDecimals),
      quoteVolume: day.turnover.toFixed(4),
      openTime: view.nowMs - DAY_MS,
      closeTime: view.nowMs,
      firstId: 0,
      lastId: 0,
      count: 0,
    };
  });
}

/** GET /fapi/v1/ticker/price and /fapi/v2/ticker/price. */
export function answerPrices(query: Query, view: View): Answer {
  return answerTraded(query, traded(view), ({ market, day }) => ({
    symbol: market.symbol,
    price: priceOf(market)(day.lastUnits),
    time: view.nowMs,
  }));
}

/**
 * GET /fapi/v1/premiumIndex: `lastFundingRate` is the estimate for the settlement to come, '' and a time of 0
 * where there is none. The last price stands in for a mark price that was not recorded.
 */
export function answerPremiumIndex(query: Query, view: View): Answer {
  return answerTraded(query, traded(view), ({ market, day }) => {
    const price = priceOf(market);
    const funding = fundingOutlook(market.settlementsAround(view.nowMs));
    const index = price(Math.max(1, Math.round(day.lastUnits / (1 + impliedBasis(funding)))));
    return {
      symbol: market.symbol,
      markPrice: market.markPrice(view.nowMs) ?? price(day.lastUnits),
      indexPrice: index,
      estimatedSettlePrice: index,
      lastFundingRate: funding?.rate ?? '',
      interestRate: funding ? '0.00010000' : '',
      nextFundingTime: funding?.nextAtMs ?? 0,
      time: view.nowMs,
    };
  });
}

/** GET /fapi/v1/fundingInfo: only the symbols whose interval is not the usual one. Takes no parameter. */
export function answerFundingInfo(_query: Query, view: View): Answer {
  const rows = traded(view).flatMap(({ market }) => {
    const minutes = fundingOutlook(market.settlementsAround(view.nowMs))?.intervalMinutes;
    if (minutes === undefined || minutes === USUAL_INTERVAL_MINUTES) return [];
    return [
      {
        symbol: market.symbol,
        adjustedFundingRateCap: '0.02000000',
        adjustedFundingRateFloor: '-0.02000000',
        fundingIntervalHours: minutes / 60,
        disclaimer: false,
      },
    ];
  });
  return tickerAnswer(
    rows.map((row) => tickerRow(row)),
    undefined,
  );
}

function traded({ board, nowMs }: View): Traded[] {
  return board
    .all()
    .filter((market) => market.isLaunched(nowMs) && !market.hasEnded(nowMs))
    .flatMap((market) => {
      const day = market.day(nowMs);
      return day ? [{ market, day }] : [];
    });
}

function priceOf({ steps }: ReplayMarket) {
  return (units: number) => fromUnits(units, steps.priceDecimals);
}
