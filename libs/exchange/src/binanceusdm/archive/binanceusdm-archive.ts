import {
  fileDate,
  type ArchiveFile,
  type ArchivePeriod,
} from '@fullcarry/domain/completeness/archive/archive-file';
import type { Market } from '@fullcarry/domain/market/market';
import type { CandleKind, CandleSeries } from '@fullcarry/domain/series';
import { DAY_MS } from '@fullcarry/domain/time-window';
import { TIMEFRAMES } from '@fullcarry/domain/timeframe';
import { ArchiveHost, type ArchiveHostOptions } from '../../archive/archive-host.js';
import type { Archive, PublishedFile } from '../../archive/archive.js';
import { candleName } from '../../rows/candle-page.js';

// Read on 2026-11-28 in a copy of https://github.com/binance/binance-public-data's README, and in two real files.

/** Where Binance publishes its files. */
export const BINANCE_ARCHIVE_URL = 'https://data.binance.vision';

/** A kind's files: in which folders, and under whose name. */
interface ArchivePlace {
  /** Before and behind `daily` or `monthly`; the names of the files in them are the same for every kind. */
  readonly market: 'futures/um' | 'spot';
  readonly data: string;
  readonly periods: readonly ArchivePeriod[];
}

const BOTH: readonly ArchivePeriod[] = ['month', 'day'];

/**
 * The kinds of candles that are in the archive. Settled funding is not read from it: a month of it is less than a page
 * of the API, and only months are published.
 */
const PLACES: Readonly<Partial<Record<CandleKind, ArchivePlace>>> = {
  candles: { market: 'futures/um', data: 'klines', periods: BOTH },
  'spot-candles': { market: 'spot', data: 'klines', periods: BOTH },
  'mark-candles': { market: 'futures/um', data: 'markPriceKlines', periods: BOTH },
};

const FOLDERS: Readonly<Record<ArchivePeriod, string>> = { month: 'monthly', day: 'daily' };

/** "Monthly data will be available on the first Monday of the next month"; daily files "the next day". */
function publishedAtMs({ period, toMs }: ArchiveFile): number {
  if (period === 'day') return toMs + DAY_MS;
  const daysToMonday = (8 - new Date(toMs).getUTCDay()) % 7;
  return toMs + (daysToMonday + 1) * DAY_MS;
}

function placeOf(kind: CandleKind): ArchivePlace {
  const place = PLACES[kind];
  if (!place) throw new RangeError(`The archive has no ${kind}`);
  return place;
}

function pathOf(of: Market, { kind, timeframe }: CandleSeries, file: ArchiveFile): string {
  const { market, data } = placeOf(kind);
  const folder = `/data/${market}/${FOLDERS[file.period]}/${data}`;
  const name = candleName(of, kind);
  return `${folder}/${name}/${timeframe}/${name}-${timeframe}-${fileDate(file)}.zip`;
}

/** Binance's public files of candles. */
export class BinanceArchive implements Archive {
  readonly timeframes = TIMEFRAMES;
  readonly publishedAtMs = publishedAtMs;
  readonly pathOf = pathOf;
  private readonly host: ArchiveHost;

  constructor(options: ArchiveHostOptions) {
    this.host = new ArchiveHost(options);
  }

  get periods(): Archive['periods'] {
    return Object.fromEntries(Object.entries(PLACES).map(([kind, { periods }]) => [kind, periods]));
  }

  file(
    market: Market,
    series: CandleSeries,
    file: ArchiveFile,
  ): Promise<PublishedFile | undefined> {
    return this.host.file(pathOf(market, series, file));
  }

  close(): void {
    this.host.close();
  }
}
