import {
  fundingDistribution,
  type FundingDistribution,
} from '@fullcarry/domain/market/funding-distribution';
import { seriesName } from '@fullcarry/domain/series';
import { DAY_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Timeframe } from '@fullcarry/domain/timeframe';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import type { StoredMarket, StoredSeries } from '@fullcarry/history/markets/stored-series';
import {
  CertificateStore,
  type StoredCertificate,
} from '@fullcarry/history/proof/certificate-store';
import { isProof } from '@fullcarry/history/proof/is-proof';
import { storedSettlements } from '@fullcarry/history/rows/series-rows';

/** How the settlements of a market were spread, or why that is not reported. */
export interface Explored {
  readonly market: StoredMarket;
  readonly funding: FundingDistribution | undefined;
  readonly unproven: string | undefined;
  readonly proof:
    | { readonly sha256: string; readonly issuedAtMs: number; readonly window: TimeWindow }
    | undefined;
}

/** Of all tracked markets, over the last days that their certificates prove: rows are read again only where one changed. */
export class ProvenDistributions {
  private readonly known = new Map<
    string,
    { readonly sha256: string; readonly funding: FundingDistribution | undefined }
  >();

  constructor(private readonly timeframe: Timeframe) {}

  /** `days`: the last ones of each certificate's window; all of it where left out. */
  async of(database: Database, exchange: string, days: number | undefined): Promise<Explored[]> {
    const all = await new MarketStore(database).trackedSeries(exchange, this.timeframe);
    const issued = await new CertificateStore(database).all();
    const explored: Explored[] = [];
    for (const series of all.filter(({ key }) => key.kind === 'funding')) {
      const stored = issued.get(series.id);
      explored.push(
        isProof(stored)
          ? await this.proven(database, series, stored, days)
          : {
              ...{ market: series.market, funding: undefined, proof: undefined },
              unproven: `${seriesName(series.key)} is not proven`,
            },
      );
    }
    return explored;
  }

  private async proven(
    database: Database,
    { id, key, market }: StoredSeries,
    { certificate, issuedAtMs }: StoredCertificate,
    days: number | undefined,
  ): Promise<Explored> {
    const { sha256, window: whole } = certificate;
    const sinceMs = days === undefined ? whole.fromMs : whole.toMs - days * DAY_MS;
    const window = { fromMs: Math.max(whole.fromMs, sinceMs), toMs: whole.toMs };
    const name = `${id} ${days ?? 'all'}`;
    const before = this.known.get(name);
    const funding =
      before?.sha256 === sha256 ? before.funding : await distributionOf(database, id, window);
    this.known.set(name, { sha256, funding });
    return {
      ...{ market, funding, proof: { sha256, issuedAtMs, window } },
      unproven: funding ? undefined : `${seriesName(key)} has no settlement in these days`,
    };
  }
}

/** The first one of all has no settlement before it: for how many hours it was charged is not known. */
async function distributionOf(
  database: Database,
  seriesId: number,
  window: TimeWindow,
): Promise<FundingDistribution | undefined> {
  const settled = await storedSettlements(database, seriesId, window);
  return fundingDistribution(
    settled.flatMap(({ rate, intervalMinutes }) =>
      intervalMinutes === undefined ? [] : [{ rate: Number(rate), hours: intervalMinutes / 60 }],
    ),
  );
}
