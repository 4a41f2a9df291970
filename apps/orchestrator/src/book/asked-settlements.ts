import type { Candle } from '@fullcarry/domain/candle';
import type { LegMarket } from '@fullcarry/domain/desk/book/position-leg';
import { exactSetting, plain } from '@fullcarry/domain/desk/book/exact';
import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import { DataIntegrityError, TransientError } from '@fullcarry/domain/errors';
import { SETTLEMENT_GRACE_MS } from '@fullcarry/domain/completeness/schedule/grace';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import { cutWindow, DAY_MS, holds, MINUTE_MS, ceilTo } from '@fullcarry/domain/time-window';
import type { Market } from '@fullcarry/domain/market/market';
import { MOST_LATE_MS } from '@fullcarry/domain/settlement';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type {
  KnownSettlement,
  KnownSettlements,
  SettlementRate,
  SettlementSource,
} from './known-settlements.js';

/** So few hours that not even hourly settlements fill a page. */
const PIECE_MS = 5 * DAY_MS;

/**
 * Settlements and prices from the exchange itself, each believed after two equal answers: for a desk without
 * stored history, and for markets that the fetcher follows no longer. A settlement may appear late, so the
 * last minutes are not known yet.
 */
export class AskedSettlements implements SettlementSource {
  constructor(
    private readonly exchange: Exchange,
    private readonly timeframe: Timeframe,
  ) {}

  async known(leg: LegMarket, fromMs: number, toMs: number): Promise<KnownSettlements> {
    const nowMs = await this.exchange.serverTimeMs();
    const knownToMs = Math.min(toMs, nowMs - SETTLEMENT_GRACE_MS);
    const settlements: KnownSettlement[] = [];
    const { venue: exchange, symbol, nativeId } = leg;
    const market = { exchange, symbol, nativeId, listedAtMs: undefined };
    for (const window of cutWindow({ fromMs, toMs: knownToMs + 1 }, PIECE_MS)) {
      if (ceilTo(window.fromMs, MINUTE_MS) >= window.toMs) continue;
      // Of an hour in the window, however late it is stamped.
      const asked = { ...window, toMs: window.toMs + MOST_LATE_MS };
      const page = await agreed(() => this.exchange.settlementPage(market, asked));
      const { rows, setAside } = checkSettlementPage(page, asked);
      if (setAside[0]) {
        throw new DataIntegrityError("A settlement can't be read", {
          symbol: market.symbol,
          ...setAside[0],
        });
      }
      for (const { settledAtMs, rate } of rows.filter((row) => holds(window, row.settledAtMs))) {
        settlements.push({ settledAtMs, rate, ...(await this.priceAt(market, settledAtMs)) });
      }
    }
    return {
      settlements,
      knownToMs: knownToMs < fromMs ? undefined : knownToMs,
      problem: undefined,
    };
  }

  /** Each answer costs requests: what was believed after two of them is not asked for again. */
  again(): Promise<readonly SettlementRate[]> {
    return Promise.resolve([]);
  }

  /** The close of the candle that ends at the instant, or of the last one before it. */
  private async priceAt(
    market: Market,
    atMs: number,
  ): Promise<Pick<KnownSettlement, 'markPrice' | 'priceAtMs'>> {
    const timeframe = endingAt(atMs, this.timeframe);
    const stepMs = timeframeMs(timeframe);
    for (const steps of [1, STEPS_BACK]) {
      const window = { fromMs: atMs - steps * stepMs, toMs: atMs };
      const page = await agreed(() => this.exchange.candlePage(market, timeframe, window));
      const last = page.reduce<Candle | undefined>(
        (newest, one) => (newest && newest.openAtMs > one.openAtMs ? newest : one),
        undefined,
      );
      if (!last) continue;
      return { markPrice: plain(exactSetting(last.close)), priceAtMs: last.openAtMs + stepMs };
    }
    const at = new Date(atMs).toISOString();
    throw new TransientError(`The exchange shows no candle that ends at ${at} or soon before it`, {
      symbol: market.symbol,
    });
  }
}

/** How many candles a price may be older than its settlement. */
const STEPS_BACK = 48;

/** The timeframe whose candles end at the instant: the configured one where its do. */
function endingAt(atMs: number, configured: Timeframe): Timeframe {
  const fits = ([configured, '1h'] as const).find((one) => atMs % timeframeMs(one) === 0);
  return fits ?? '1m';
}

/** One answer is a claim. Errors: TransientError when the second one differs. */
async function agreed<Row>(ask: () => Promise<readonly Row[]>): Promise<readonly Row[]> {
  const [first, second] = [await ask(), await ask()];
  if (same(first, second)) return second;
  throw new TransientError('Two answers of the exchange about the same window differ');
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}
