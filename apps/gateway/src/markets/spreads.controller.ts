import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { SpreadsRoute, USUAL_HOLDING_HOURS } from '@fullcarry/contracts/http/market/spreads-route';
import { takerFeeBps } from '@fullcarry/domain/across/published-taker-fees';
import { marketKey } from '@fullcarry/domain/market/market';
import { latestSettlements } from '@fullcarry/history/markets/latest-settlements';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { Controller } from '@nestjs/common';
import type { Response } from 'express';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { Serves } from '../http/serves.js';
import { SharedRead } from '../store/shared-read.js';
import { ratesNow } from './rates-now.js';
import { spreadsCsv } from './csv/spreads-csv.js';
import { spreads, type Settled } from './spreads.js';

/** Settlements come once an hour at the most often. */
const SHARED_MS = 5_000;

/** The same asset on all exchanges side by side. */
@Controller()
export class SpreadsController {
  private readonly settled: SharedRead<Settled>;

  constructor(private readonly run: GatewayRun) {
    this.settled = new SharedRead(() => this.readSettled(), SHARED_MS);
  }

  @Serves(SpreadsRoute)
  async spreads(
    { query }: Asked<typeof SpreadsRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof SpreadsRoute> | string> {
    const { holdingHours = USUAL_HOLDING_HOURS, minExchanges, offset, limit } = query;
    const exchanges = this.run.views.map(({ exchange, facts }) => {
      const { rates, stale } = ratesNow({ facts, bus: this.run.bus });
      return {
        exchange,
        source: rates?.source ?? 'unknown',
        ratesAtMs: rates?.atMs ?? null,
        stale,
        takerFeeBps: query.takerFeeBps ?? takerFeeBps(exchange),
        markets: rates?.markets ?? [],
      };
    });
    const all = spreads(exchanges, await this.settled.get(), holdingHours).filter(
      ({ legs }) => legs.length >= minExchanges,
    );
    const assets = all.slice(offset, offset + limit);
    if (query.format === 'csv') return spreadsCsv(response, exchanges, assets, holdingHours);
    return {
      holdingHours,
      exchanges: exchanges.map(({ markets: _markets, ...rest }) => rest),
      total: all.length,
      assets,
    };
  }

  private readSettled(): Promise<Settled> {
    return this.run.read(async (database) => {
      const all = await new MarketStore(database).allSeries();
      const funding = all.filter(({ key }) => key.kind === 'funding');
      const last = await latestSettlements(
        database,
        funding.map(({ id }) => id),
      );
      return new Map(
        funding.flatMap(({ id, market }) => {
          const found = last.get(id);
          return found ? [[marketKey(market), found] as const] : [];
        }),
      );
    });
  }
}
