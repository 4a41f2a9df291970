import type { Market } from '@fullcarry/domain/market/market';
import { EXCHANGE_IDS, openExchange } from '@fullcarry/exchange/open-exchange';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { Replay } from '@fullcarry/testing/replay';

/** Where the recordings are moved to, and where the clock stands. No row is fresh: the last one closed long ago. */
export const NOW_MS = Date.parse('2026-08-01T12:30:00Z');

/** The exchanges under test: all, or the one that `npm run conformance -- <exchange>` names. */
export const SUBJECTS: readonly string[] = EXCHANGE_IDS.filter(
  (id) => id === (process.env['CONFORMANCE'] ?? id),
);
if (SUBJECTS.length === 0) {
  throw new Error(`There is no adapter of that name; there are ${EXCHANGE_IDS.join(', ')}`);
}

/** The names under which the replay knows these markets in every API. */
export const FEW_MARKETS = ['BTCUSDT', '1000PEPEUSDT', 'INJUSDT', 'COSUSDT'];

/** A fault, by its kind and by what is asked, which no reader can tell by the answer alone. */
export function isUndetectable(exchange: string, kind: string, about: string): boolean {
  // That a book is empty or thin may be so.
  if (about === 'order book' && ['empty-book', 'thin-book'].includes(kind)) return true;
  // The candles and books of these don't say of which market they are.
  const isNameless = ['candles', 'spot candles', 'premium candles', 'order book'].includes(about);
  return ['okx', 'binanceusdm'].includes(exchange) && kind === 'wrong-symbol' && isNameless;
}

/** One exchange's replay in a process of its own, and adapters to it. */
export class Subject {
  private constructor(
    readonly id: string,
    readonly replay: Replay,
  ) {}

  /** Only these markets, or all; `more`: further flags of the replay. */
  static async start(
    id: string,
    symbols: readonly string[] = [],
    more: readonly string[] = [],
  ): Promise<Subject> {
    const clock = ['--anchor', String(NOW_MS), '--now', String(NOW_MS), '--speed', '0'];
    const only = symbols.length > 0 ? ['--symbols', symbols.join(',')] : [];
    const flags = ['--api', id, ...only, '--hold-seconds', '2', ...more];
    return new Subject(id, await Replay.start([...clock, ...flags]));
  }

  /** An adapter that has sent nothing yet. */
  open({ rateBudget = 1, requestTimeoutMs = 5_000 } = {}): Exchange {
    const { url } = this.replay;
    return openExchange({ id: this.id, url, archive: { url }, rateBudget, requestTimeoutMs });
  }

  /**
   * One use of a fresh adapter, whose budget is not spread over its window, since nothing follows; and
   * after which the replay's limits count from zero.
   */
  async use<Answer>(
    ask: (exchange: Exchange) => Promise<Answer>,
    requestTimeoutMs = 5_000,
  ): Promise<Answer> {
    const exchange = this.open({ requestTimeoutMs });
    for (const limiter of exchange.limiters) {
      limiter.allow(
        { most: limiter.budget.most, even: limiter.budget.most * limiter.budget.slices },
        Infinity,
      );
    }
    try {
      return await ask(exchange);
    } finally {
      await exchange.close();
      await this.replay.reset();
    }
  }

  /** The markets with the spot market that stands beside each, as the fetcher stores them. */
  marketsWithSpot(): Promise<Market[]> {
    return this.use(async (exchange) => {
      const markets = await exchange.markets();
      const rules = await exchange.tradingRules();
      const spotOf = new Map(rules.map(({ symbol, spot }) => [symbol, spot]));
      return markets.map((market) => ({ ...market, spot: spotOf.get(market.symbol) }));
    });
  }

  close(): Promise<void> {
    return this.replay.close();
  }
}
