import type { MarketSummary } from '@fullcarry/contracts/http/market/markets-route';
import { shortMoneyText, UNKNOWN } from '../format/numbers.js';

/** Open interest at the mark price, in the quote currency; undefined where the exchange does not give it. */
export function openInterestValue({
  openInterest,
  markPrice,
}: Pick<MarketSummary, 'openInterest' | 'markPrice'>): number | undefined {
  const isKnown = typeof openInterest === 'string' && markPrice !== null;
  return isKnown ? Number(openInterest) * Number(markPrice) : undefined;
}

/** Its value, or that this exchange does not give it; a dash while nothing is heard of the market. */
export function openInterestText(market: Pick<MarketSummary, 'openInterest' | 'markPrice'>) {
  const value = openInterestValue(market);
  if (value !== undefined) return shortMoneyText(value);
  if (market.markPrice === null) return UNKNOWN;
  return (
    <span className="unit" title="Not given by this exchange with its tickers">
      not given
    </span>
  );
}
