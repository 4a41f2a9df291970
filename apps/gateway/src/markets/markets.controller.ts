import { BasisRoute } from '@fullcarry/contracts/http/market/basis-route';
import { CoverageRoute } from '@fullcarry/contracts/http/market/coverage-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { MarketCoverageRoute } from '@fullcarry/contracts/http/market/market-coverage-route';
import { MarketsRoute, type MarketFigures } from '@fullcarry/contracts/http/market/markets-route';
import { RatesRoute } from '@fullcarry/contracts/http/market/rates-route';
import { Controller } from '@nestjs/common';
import type { Response } from 'express';
import type { ExchangeView } from '../exchange-view.js';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { HttpFault } from '../http/http-fault.js';
import { Serves } from '../http/serves.js';
import { SharedRead } from '../store/shared-read.js';
import { heatMap } from './coverage/heat-map.js';
import { marketCoverageOf } from './coverage/market-coverage-of.js';
import { marketsCsv } from './csv/markets-csv.js';
import { marketFigures } from './market-figures.js';
import { byRankThenTurnover, marketSummaries } from './market-summaries.js';
import { ratesNow } from './rates-now.js';

/** Many browsers ask for the same tables; one reading answers all that ask within this. */
const SHARED_MS = 1_000;

/** A month of every tracked market is read for them, and a settlement changes little of it. */
const FIGURES_SHARED_MS = 120_000;

interface Tables {
  readonly summaries: SharedRead<ReplyOf<typeof MarketsRoute>['markets']>;
  readonly figures: SharedRead<ReadonlyMap<string, MarketFigures>>;
  readonly heat: SharedRead<ReplyOf<typeof CoverageRoute>>;
}

/** The tables and the heat map of all markets, and what is known of one. */
@Controller()
export class MarketsController {
  private readonly tables: ReadonlyMap<ExchangeView, Tables>;

  constructor(private readonly run: GatewayRun) {
    const { config } = run;
    this.tables = new Map(
      run.views.map((view) => [
        view,
        {
          summaries: new SharedRead(
            () =>
              run.read((database) => marketSummaries(database, view, config.HISTORICAL_TIMEFRAME)),
            SHARED_MS,
          ),
          figures: new SharedRead(
            () =>
              run.read((database) =>
                marketFigures(database, view.exchange, config.HISTORICAL_TIMEFRAME),
              ),
            FIGURES_SHARED_MS,
          ),
          heat: new SharedRead(
            () => run.read((database) => heatMap(database, view, config)),
            SHARED_MS,
          ),
        },
      ]),
    );
  }

  @Serves(MarketsRoute)
  async markets(
    { query }: Asked<typeof MarketsRoute>,
    response: Response,
  ): Promise<ReplyOf<typeof MarketsRoute> | string> {
    const views = this.run.viewsOf(query.exchange);
    const tables = views.flatMap((view) => this.tables.get(view) ?? []);
    const found = await Promise.all(
      tables.map(async ({ summaries, figures }) => {
        const [markets, bySymbol] = await Promise.all([summaries.get(), figures.get()]);
        return markets.map((market) => ({ ...market, figures: bySymbol.get(market.symbol) }));
      }),
    );
    const all = found.length === 1 ? found.flat() : found.flat().sort(byRankThenTurnover);
    const asked = query.scope === 'tracked' ? all.filter((market) => market.tracked) : all;
    const { exchange, facts } = this.run.view(query.exchange);
    const { rates, stale } = ratesNow({ facts, bus: this.run.bus });
    const shown = asked.slice(query.offset, query.offset + query.limit);
    if (query.format === 'csv') return marketsCsv(response, shown);
    return {
      exchange,
      ratesAtMs: rates?.atMs ?? null,
      ratesStale: stale,
      cycleNumber: this.run.facts.latest.cycle?.fact.number ?? null,
      total: asked.length,
      markets: shown,
    };
  }

  @Serves(CoverageRoute)
  async coverage({ query }: Asked<typeof CoverageRoute>): Promise<ReplyOf<typeof CoverageRoute>> {
    const map = await this.tables.get(this.run.view(query.exchange))?.heat.get();
    if (!map) throw new Error('An exchange without tables');
    return { ...map, markets: map.markets.slice(query.offset, query.offset + query.limit) };
  }

  @Serves(MarketCoverageRoute)
  marketCoverage({
    params,
  }: Asked<typeof MarketCoverageRoute>): Promise<ReplyOf<typeof MarketCoverageRoute>> {
    const view = this.run.view(params.exchange);
    return this.run.read((database) =>
      marketCoverageOf(database, view, this.run.config, params.symbol),
    );
  }

  @Serves(RatesRoute)
  async rates({ query }: Asked<typeof RatesRoute>): Promise<ReplyOf<typeof RatesRoute>> {
    const { facts } = this.run.view(query.exchange);
    const current = ratesNow({ facts, bus: this.run.bus });
    if (!current.rates) this.run.connectedBus();
    return current;
  }

  @Serves(BasisRoute)
  async basis({ query }: Asked<typeof BasisRoute>): Promise<ReplyOf<typeof BasisRoute>> {
    const { exchange, facts } = this.run.view(query.exchange);
    const rate = facts.latest.rates?.fact.markets.find(
      ({ symbol, nativeId }) => symbol === query.symbol || nativeId === query.symbol,
    );
    if (!rate) throw new HttpFault(404, `${exchange} gives no current rate of ${query.symbol}`);
    const { symbol, nativeId, spot } = rate;
    const points = [...facts.basis.pointsOf(symbol)];
    return { exchange, symbol, nativeId, spotSymbol: spot?.symbol ?? null, points };
  }
}
