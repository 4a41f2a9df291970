import { DomainError } from '@fullcarry/domain/errors';
import type { TradingRules } from '@fullcarry/domain/market/trading-rules';
import type { Exchange } from '@fullcarry/exchange/exchange';

/** They change a few times a year; a new listing waits for them so long at most. */
const ASK_AGAIN_MS = 600_000;

/** Which quantities each market takes, asked for every ten minutes. By symbol. */
export class RulesMemory {
  private known: ReadonlyMap<string, TradingRules> = new Map();
  private askedAtMs = -Infinity;

  constructor(private readonly exchange: Pick<Exchange, 'tradingRules'>) {}

  /** Those of the last answer: a market of which none is known is not opened. */
  async now(): Promise<ReadonlyMap<string, TradingRules>> {
    if (performance.now() - this.askedAtMs < ASK_AGAIN_MS) return this.known;
    try {
      const rules = await this.exchange.tradingRules();
      this.known = new Map(rules.map((one) => [one.symbol, one]));
      this.askedAtMs = performance.now();
    } catch (error) {
      // The next cycle asks again.
      if (!(error instanceof DomainError)) throw error;
    }
    return this.known;
  }
}
