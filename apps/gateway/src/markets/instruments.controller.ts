import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { InstrumentsRoute } from '@fullcarry/contracts/http/market/instruments-route';
import { instrumentsAt } from '@fullcarry/history/instruments/instruments-at';
import { Controller } from '@nestjs/common';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { Serves } from '../http/serves.js';

/** What an exchange listed at a time, as it was known then. */
@Controller()
export class InstrumentsController {
  constructor(private readonly run: GatewayRun) {}

  @Serves(InstrumentsRoute)
  async instruments({
    query,
  }: Asked<typeof InstrumentsRoute>): Promise<ReplyOf<typeof InstrumentsRoute>> {
    const { exchange } = this.run.view(query.exchange);
    const then = await this.run.read((database) =>
      instrumentsAt(database, exchange, query.atMs ?? Date.now()),
    );
    const { assetClass } = query;
    const wanted = (then?.instruments ?? []).filter(
      (one) => assetClass === undefined || (one.assetClass ?? 'unknown') === assetClass,
    );
    return {
      exchange,
      observedAtMs: then?.observedAtMs ?? null,
      total: wanted.length,
      instruments: wanted.slice(query.offset, query.offset + query.limit).map((one) => ({
        symbol: one.symbol,
        nativeId: one.nativeId,
        rank: one.rank ?? null,
        turnoverUsdt24h: one.turnoverUsdt24h ?? null,
        assetClass: one.assetClass ?? null,
        listedAtMs: one.listedAtMs ?? null,
        endsAtMs: one.endsAtMs ?? null,
        rules: one.rules ? { ...one.rules, priceStep: one.rules.priceStep ?? null } : null,
      })),
    };
  }
}
