import type { MarketExplainedView } from '@fullcarry/contracts/desk/market-explained';
import { explainedView } from '@fullcarry/contracts/desk/explained-view';
import { isHeld } from '@fullcarry/domain/desk/book/position';
import type { Difference } from '@fullcarry/domain/desk/book/reconcile-account';
import { asksForSignals } from '@fullcarry/domain/desk/decide/decision-settings';
import { explainMarket, type MarketExplained } from '@fullcarry/domain/desk/explain/explain-market';
import type { Observation } from '@fullcarry/domain/desk/observe/observation';
import { withBooks } from '@fullcarry/domain/desk/perform/do-decisions';
import type { DeskStore } from '@fullcarry/history/desk/desk-store';
import { bookNow, storedDesk, storedSettings } from '../book/account.js';
import type { MarketObserver } from './observe-markets.js';

interface ExplainParts {
  readonly reads: DeskStore;
  readonly observer: MarketObserver;
}

/** `differences`: of the last cycle. */
interface AskedOf {
  readonly name: string;
  readonly nowMs: number;
  readonly differences: readonly Difference[];
}

/**
 * Says what the next cycle would decide of one market if it began now, and changes nothing: the same observation, and the order
 * books of a pair that would be opened, as a cycle asks for them. The signals of this one market are seen whatever the
 * settings ask for; they decide only where these do.
 *
 * `name`: of the pair, or the exchange's own name of its perpetual. Null where nothing is seen of it.
 */
export async function explainNow(
  { reads, observer }: ExplainParts,
  { name, nowMs, differences }: AskedOf,
): Promise<MarketExplainedView | null> {
  const [settings, book, { peakEquityUsdt }] = await Promise.all([
    storedSettings(reads),
    bookNow(reads),
    storedDesk(reads),
  ]);
  const held = [...book.positions.values()].filter(isHeld);
  const ofAll = asksForSignals(settings);
  const observed = await observer.observe(
    held,
    nowMs,
    ({ symbol, nativeId }) =>
      ofAll || name === symbol || name === nativeId || name.startsWith(`${symbol} `),
  );
  const seen = { ...observed, differences, peakEquityUsdt };
  const symbol = symbolOf(seen, name);
  const explained = symbol === undefined ? undefined : explainMarket(seen, book, settings, symbol);
  if (symbol === undefined || !explained) return null;
  const books = await booksOf(observer, explained);
  const withThem = books && explainMarket(withBooks(seen, symbol, books), book, settings, symbol);
  return explainedView(withThem ?? explained, { atMs: nowMs, settings });
}

/** Only of a pair that would be opened by all else. */
async function booksOf(observer: MarketObserver, { market, verdict }: MarketExplained) {
  const { long, short } = market.legs;
  return verdict.meant === 'open' && long ? observer.books({ long, short }) : undefined;
}

/** The pair that is called so; of an exchange's own name that with its spot market. */
function symbolOf({ markets }: Observation, name: string): string | undefined {
  if (markets.has(name)) return name;
  const isCalledSo = [...markets.values()].filter(({ nativeId }) => nativeId === name);
  const carry = isCalledSo.find(({ legs }) => legs.long?.instrument !== 'perpetual');
  return carry?.symbol ?? isCalledSo[0]?.symbol;
}
