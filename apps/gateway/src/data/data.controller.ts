import { CertificatesRoute } from '@fullcarry/contracts/http/data/certificates-route';
import { DataStatusRoute } from '@fullcarry/contracts/http/data/data-status-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { ArchiveFileStore, type StoredFile } from '@fullcarry/history/archive/archive-file-store';
import { archiveWitness } from '@fullcarry/history/archive/witnesses';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { Controller } from '@nestjs/common';
import { GatewayRun } from '../gateway-run.js';
import type { Asked } from '../http/asked.js';
import { Serves } from '../http/serves.js';
import { findMarket } from '../markets/find-market.js';
import { seriesInMarket } from '@fullcarry/domain/series';

/** Whether the history is there, and the proof. */
@Controller()
export class DataController {
  constructor(private readonly run: GatewayRun) {}

  @Serves(DataStatusRoute)
  async status({ query }: Asked<typeof DataStatusRoute>): Promise<ReplyOf<typeof DataStatusRoute>> {
    const asked = this.run.view(query.exchange);
    const all = await Promise.all(this.run.views.map(({ status }) => status.read()));
    const exchanges = all.map((one) => {
      const { exchange, state, reason, stale, pairsTracked, totalRecords, gaps, datasetSha256 } =
        one;
      return { exchange, state, reason, stale, pairsTracked, totalRecords, gaps, datasetSha256 };
    });
    return { ...(await asked.status.read()), exchanges };
  }

  @Serves(CertificatesRoute)
  certificates({
    query,
  }: Asked<typeof CertificatesRoute>): Promise<ReplyOf<typeof CertificatesRoute>> {
    const views = this.run.viewsOf(query.exchange);
    const exchanges = views.map((view) => view.exchange);
    const { exchange } = this.run.view(query.exchange);
    return this.run.read(async (database) => {
      const store = new CertificateStore(database);
      const all =
        query.symbol === undefined
          ? await new MarketStore(database).allSeries()
          : (await findMarket(database, exchange, query.symbol)).series;
      const issued = await store.all();
      const found = all.flatMap((series) => {
        const one = issued.get(series.id);
        return one && exchanges.includes(series.market.exchange) ? { series, ...one } : [];
      });
      const shown = found.slice(query.offset, query.offset + query.limit);
      const files = await new ArchiveFileStore(database).files(
        shown.map(({ series }) => series.id),
      );
      const datasets = [];
      for (const one of exchanges) {
        datasets.push({ exchange: one, dataset: (await store.dataset(one)) ?? null });
      }
      return {
        exchange,
        dataset: datasets.find((one) => one.exchange === exchange)?.dataset ?? null,
        datasets,
        total: found.length,
        certificates: shown.map(({ series, certificate, issuedAtMs }) => ({
          exchange: series.market.exchange,
          symbol: series.market.symbol,
          nativeId: series.market.nativeId,
          issuedAtMs,
          series: seriesInMarket(series.key),
          ...certificate,
          firstRowAtMs: certificate.firstRowAtMs ?? null,
          lastRowAtMs: certificate.lastRowAtMs ?? null,
          scrubbedAtMs: series.scrubbedAtMs ?? null,
          witnesses: witnessesOf(files.get(series.id) ?? []),
        })),
      };
    });
  }
}

type Witnesses = ReplyOf<typeof CertificatesRoute>['certificates'][number]['witnesses'];

function witnessesOf(files: readonly StoredFile[]): Witnesses {
  const archive = archiveWitness(files);
  if (!archive) return [{ kind: 'api' }];
  const refused = archive.refused.map(({ path, reason }) => ({ path, reason }));
  return [{ kind: 'api' }, { ...archive, kind: 'archive', refused }];
}
