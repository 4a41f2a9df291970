import { MINUTE_MS } from '../../clock/durations.js';
import { seededRandom } from '../../faults/seeded-random.js';
import { fromUnits } from './decimal-units.js';
import type { MarketDay } from '../market-day.js';

/** So much at one price, as decimals of the market's own steps: coins or contracts of what it trades. */
export interface BookRow {
  readonly price: string;
  readonly quantity: string;
}

/** Best price first. */
export interface BookSides {
  readonly bids: readonly BookRow[];
  readonly asks: readonly BookRow[];
}

/** The market that a book is made for. */
export interface BookedMarket {
  readonly symbol: string;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  readonly day: MarketDay;
}

/** No real book of today reaches further for long either: 100 levels of a basis point each. */
export const MOST_LEVELS = 100;

const BP = 1e-4;

/** Half of the spread in bp: WIDENING / √turnover, at most WIDEST. 1e10 USDT a day make 0.05, 1e8 0.5, 1e6 5. */
const WIDENING = 5_000;
const WIDEST_BPS = 25;

/** Of a day's turnover, how much waits within each basis point on either side: 1e8 USDT a day make 10,000 USDT. */
const TURNOVER_PER_BP = 1e-4;

/**
 * An order book that nobody ever saw: no depth was recorded. Synthetic, around the last price, by the market's turnover
 * of 24 hours, and another one each minute: a function of the market's name, its day and the minute.
 *
 * Half of the spread is min(25, 5000 / √turnover) bp × (0.75 to 1.25), at least one price step. Levels lie one basis
 * point (at least one step) apart and hold turnover × 0.0001 × (0.5 to 1.5) USDT for each basis point between them, at
 * least one step of quantity.
 */
export function syntheticBook(
  market: BookedMarket,
  nowMs: number,
  levels = MOST_LEVELS,
): BookSides {
  const { symbol, priceDecimals, quantityDecimals, day } = market;
  const { lastUnits, turnover } = day;
  const random = seededRandom(hashOf(`${symbol} ${Math.floor(nowMs / MINUTE_MS)}`));
  const halfBps = Math.min(WIDEST_BPS, WIDENING / Math.sqrt(turnover)) * (0.75 + 0.5 * random());
  const half = Math.max(1, Math.round(lastUnits * halfBps * BP));
  const gap = Math.max(1, Math.round(lastUnits * BP));
  const gapBps = gap / lastUnits / BP;
  const rowAt = (units: number): BookRow => {
    const price = units / 10 ** priceDecimals;
    const coins = (turnover * TURNOVER_PER_BP * gapBps * (0.5 + random())) / price;
    return {
      price: fromUnits(units, priceDecimals),
      quantity: fromUnits(
        Math.max(1, Math.round(coins * 10 ** quantityDecimals)),
        quantityDecimals,
      ),
    };
  };
  const bids: BookRow[] = [];
  const asks: BookRow[] = [];
  for (let i = 0; i < Math.min(levels, MOST_LEVELS); i += 1) {
    asks.push(rowAt(lastUnits + half + i * gap));
    const bid = lastUnits - half - i * gap;
    // The sequence goes on for the other side, whether or not there is a price left on this one.
    const row = rowAt(Math.max(1, bid));
    if (bid >= 1) bids.push(row);
  }
  return { bids, asks };
}

/** FNV-1a: the same for the same text, another for another. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
