import { planFiles, type PlannedFile } from '@fullcarry/domain/completeness/archive/plan-files';
import { hasCandles } from '@fullcarry/domain/series';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { pageMs } from '../plan/page-ms.js';
import type { TrackedSeries } from '../plan/tracked-series.js';
import type { ArchiveState } from './archive-state.js';

/** Which files of the exchange's archive answer what is due of a series, before the API is asked for the rest. */
export class ArchivePlan {
  constructor(
    private readonly exchange: Exchange,
    private readonly state: ArchiveState,
  ) {}

  /** By the exchange's time `nowMs`; none where the exchange has no archive of the kind. */
  filesOf(one: TrackedSeries, nowMs: number): readonly PlannedFile[] {
    const { archive } = this.exchange;
    const { key, market } = one.series;
    if (!archive || !hasCandles(key) || !archive.timeframes.includes(key.timeframe)) return [];
    const periods = archive.periods[key.kind];
    if (!periods) return [];
    const { publishedAtMs } = archive;
    return planFiles(
      one,
      one.files ?? [],
      { periods, publishedAtMs },
      {
        pageMs: pageMs(one, this.exchange),
        nowMs,
        isAway: (file) => this.state.isAway(archive.pathOf(market, key, file)),
      },
    );
  }
}
