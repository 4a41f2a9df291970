import type { QuantityRules } from '@fullcarry/domain/desk/order-quantity';
import { DomainError } from '@fullcarry/domain/errors';
import type { Exchange } from '@fullcarry/exchange/exchange';

/** They change a few times a year; a new listing waits for them so long at most. */
const ASK_AGAIN_MS = 600_000;

/** Which quantities both legs of each market take, asked for every ten minutes. By symbol. */
export class RulesMemory {
  private known: ReadonlyMap<string, QuantityRules> = new Map();
  private askedAtMs = -Infinity;

  constructor(private readonly exchange: Pick<Exchange, 'tradingRules'>) {}

  /** Those of the last answer: a market of which none is known is not opened. */
  async now(): Promise<ReadonlyMap<string, QuantityRules>> {
    if (performance.now() - this.askedAtMs < ASK_AGAIN_MS) return this.known;
    try {
      this.known = new Map(
        (await this.exchange.tradingRules()).flatMap(({ symbol, perpetual, spot }) =>
          spot
            ? [[symbol, { perpetual, spot, unitsPerContract: spot.unitsPerContract }] as const]
            : [],
        ),
      );
      this.askedAtMs = performance.now();
    } catch (error) {
      // The next cycle asks again.
      if (!(error instanceof DomainError)) throw error;
    }
    return this.known;
  }
}
