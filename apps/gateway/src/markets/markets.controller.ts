import { CoverageRoute } from '@fullcarry/contracts/http/coverage-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { MarketCoverageRoute } from '@fullcarry/contracts/http/market-coverage-route';
import { MarketsRoute } from '@fullcarry/contracts/http/markets-route';
import { RatesRoute } from '@fullcarry/contracts/http/rates-route';
import { Controller } from '@nestjs/common';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { HttpFault } from '../http/http-fault.js';
import { Serves } from '../http/serves.js';
import { SharedRead } from '../store/shared-read.js';
import { heatMap } from './heat-map.js';
import { marketCoverageOf } from './market-coverage-of.js';
import { marketSummaries } from './market-summaries.js';
import { ratesNow } from './rates-now.js';

/** Many browsers ask for the same tables; one reading answers all that ask within this. */
const SHARED_MS = 1_000;

/** The tables and the heat map of all markets, and what is known of one. */
@Controller()
export class MarketsController {
  private readonly summaries: SharedRead<ReplyOf<typeof MarketsRoute>['markets']>;
  private readonly heat: SharedRead<ReplyOf<typeof CoverageRoute>>;

  constructor(private readonly run: GatewayRun) {
    const { facts, config, exchange } = run;
    this.summaries = new SharedRead(
      () =>
        run.read((database) =>
          marketSummaries(database, facts, exchange, config.HISTORICAL_TIMEFRAME),
        ),
      SHARED_MS,
    );
    this.heat = new SharedRead(
      () => run.read((database) => heatMap(database, facts, config)),
      SHARED_MS,
    );
  }

  @Serves(MarketsRoute)
  async markets({ query }: Asked<typeof MarketsRoute>): Promise<ReplyOf<typeof MarketsRoute>> {
    const all = await this.summaries.get();
    const asked = query.scope === 'tracked' ? all.filter((market) => market.tracked) : all;
    const { rates, stale } = ratesNow(this.run);
    return {
      exchange: this.run.exchange,
      ratesAtMs: rates?.atMs ?? null,
      ratesStale: stale,
      cycleNumber: this.run.facts.latest.cycle?.fact.number ?? null,
      total: asked.length,
      markets: asked.slice(query.offset, query.offset + query.limit),
    };
  }

  @Serves(CoverageRoute)
  async coverage({ query }: Asked<typeof CoverageRoute>): Promise<ReplyOf<typeof CoverageRoute>> {
    const map = await this.heat.get();
    return { ...map, markets: map.markets.slice(query.offset, query.offset + query.limit) };
  }

  @Serves(MarketCoverageRoute)
  marketCoverage({
    params,
  }: Asked<typeof MarketCoverageRoute>): Promise<ReplyOf<typeof MarketCoverageRoute>> {
    const { facts, config, exchange } = this.run;
    if (params.exchange !== exchange) {
      throw new HttpFault(404, `${params.exchange} is not collected here, but ${exchange}`);
    }
    return this.run.read((database) => marketCoverageOf(database, facts, config, params.symbol));
  }

  @Serves(RatesRoute)
  async rates(_: Asked<typeof RatesRoute>): Promise<ReplyOf<typeof RatesRoute>> {
    const current = ratesNow(this.run);
    if (!current.rates) this.run.connectedBus();
    return current;
  }
}
