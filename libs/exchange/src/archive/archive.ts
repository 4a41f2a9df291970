import type {
  ArchiveFile,
  ArchivePeriod,
} from '@fullcarry/domain/completeness/archive/archive-file';
import type { Market } from '@fullcarry/domain/market/market';
import type { CandleKind, CandleSeries } from '@fullcarry/domain/series';
import type { Timeframe } from '@fullcarry/domain/timeframe';

/**
 * What an exchange publishes beside its API, as files of whole months or days, outside of the API's limits.
 *
 * A file is another source of answers, and a witness of its own: it may lack rows that the API has, and can be
 * replaced later.
 */
export interface Archive {
  /** Which files there are of each kind of candles; of a kind that is not named, none. */
  readonly periods: Readonly<Partial<Record<CandleKind, readonly ArchivePeriod[]>>>;
  readonly timeframes: readonly Timeframe[];

  /** From when on a file can be expected to be there. It may be days late all the same. */
  readonly publishedAtMs: (file: ArchiveFile) => number;

  /** Under which path of the archive a file stands. */
  readonly pathOf: (market: Market, series: CandleSeries, file: ArchiveFile) => string;

  /**
   * Fetches a file whose bytes are what its checksum promises; `readArchivedCandles` reads it. Undefined where the
   * archive has no such file.
   *
   * Errors: TransientError when it could not be had; DataIntegrityError when it is not what its checksum says, or
   * from elsewhere than the exchange's answers.
   */
  readonly file: (
    market: Market,
    series: CandleSeries,
    file: ArchiveFile,
  ) => Promise<PublishedFile | undefined>;

  /** Ends every request in flight, each with a TransientError. */
  readonly close: () => void;
}

/** A zip file of an archive. */
export interface PublishedFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}
