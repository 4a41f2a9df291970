import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import {
  ExplorerRoute,
  type ExploredMarket,
} from '@fullcarry/contracts/http/market/explorer-route';
import { assetOf } from '@fullcarry/domain/across/asset-of';
import { roundTripCost } from '@fullcarry/domain/desk/observe/round-trip-cost';
import { afterCosts } from '@fullcarry/domain/market/funding-distribution';
import { Controller } from '@nestjs/common';
import type { ExchangeView } from '../exchange-view.js';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { Serves } from '../http/serves.js';
import { SharedRead } from '../store/shared-read.js';
import { ProvenDistributions, type Explored } from './proven-distributions.js';

/** Certificates are issued anew about once an hour. */
const SHARED_MS = 10_000;

type Days = ReplyOf<typeof ExplorerRoute>['days'];

/** Every market by what it left after costs. */
@Controller()
export class ExplorerController {
  private readonly distributions: ProvenDistributions;
  private readonly shared = new Map<string, SharedRead<readonly Explored[]>>();

  constructor(private readonly run: GatewayRun) {
    this.distributions = new ProvenDistributions(run.config.HISTORICAL_TIMEFRAME);
  }

  @Serves(ExplorerRoute)
  async explore({
    query: { exchange, days },
  }: Asked<typeof ExplorerRoute>): Promise<ReplyOf<typeof ExplorerRoute>> {
    const costs = this.costs();
    const markets: ExploredMarket[] = [];
    for (const view of this.run.viewsOf(exchange)) {
      for (const { market, funding, unproven, proof } of await this.of(view, days).get()) {
        const net = funding && afterCosts(funding, costs);
        const { symbol, nativeId } = market;
        markets.push({
          ...{ exchange: market.exchange, symbol, nativeId, asset: assetOf(market).asset },
          funding: funding ? fundingView(funding) : null,
          netYearly: net?.aYear ?? null,
          netPeriod: net?.aPeriod ?? null,
          unproven: unproven ?? null,
          proof: proof ?? null,
        });
      }
    }
    markets.sort((a, b) => (b.netYearly ?? -Infinity) - (a.netYearly ?? -Infinity) || 0);
    return { days, costs, markets };
  }

  private of(view: ExchangeView, days: Days): SharedRead<readonly Explored[]> {
    const key = `${view.exchange} ${days}`;
    const known = this.shared.get(key);
    if (known) return known;
    const most = days === 'all' ? undefined : Number(days);
    const made = new SharedRead(
      () => this.run.read((database) => this.distributions.of(database, view.exchange, most)),
      SHARED_MS,
    );
    this.shared.set(key, made);
    return made;
  }

  private costs(): ReplyOf<typeof ExplorerRoute>['costs'] {
    const known = this.run.facts.latest.desk?.fact.settings;
    const settings = known ?? deskSettings.parse({});
    return {
      roundTrip: roundTripCost(settings, { long: 'spot', short: 'perpetual' }),
      holdingHours: settings.holdingHours,
      from: known ? 'desk' : 'defaults',
    };
  }
}

function fundingView({ deviation, histogram, ...rest }: NonNullable<Explored['funding']>) {
  return {
    ...rest,
    deviation: deviation ?? null,
    histogram: { ...histogram, counts: [...histogram.counts] },
  };
}
