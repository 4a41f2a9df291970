import { shiftedDecimal } from '../../market/prices/shifted-decimal.js';
import type { Venue } from '../market-manifest.js';
import type { RecordedCandle, RecordedSettlement } from '../recorded-rows.js';
import { BadRecordingsError } from './bad-recordings-error.js';
import { findOwnFiles, type OwnFile, type OwnKind } from './own-files.js';
import type { SpotInstrumentRow } from './own-rows.js';
import {
  BadFileError,
  readOwnCandles,
  readOwnSettlements,
  readSpotInstruments,
} from './read-own-file.js';

/** The recordings of one's own, each file read once and only when it is played. A run has no break within. */
export class OwnLibrary {
  private readonly files: readonly OwnFile[];
  private readonly candleRuns = new Map<string, readonly RecordedCandle[] | undefined>();
  private readonly problems: string[] = [];

  /** Errors: BadRecordingsError when the folder is none. */
  constructor(private readonly folder: string) {
    this.files = findOwnFiles(folder);
  }

  has(venue: Venue): boolean {
    return this.files.some((file) => file.venue === venue && file.kind === 'funding');
  }

  /** Whatever has settlements of its own is a perpetual. */
  perpetuals(venue: Venue): readonly string[] {
    return [...new Set(this.of(venue, 'funding').map(({ symbol }) => symbol))].sort();
  }

  /** `volumeDigits`: what carries its volume to coins, 2 where a contract is a hundred. */
  candles(
    venue: Venue,
    kind: '1h' | 'mark-1h' | 'spot-1h' | 'premium-1m',
    symbol: string,
    volumeDigits = 0,
  ): readonly (readonly RecordedCandle[])[] {
    return this.of(venue, kind, symbol).flatMap((file) => {
      const run = this.candleRun(file);
      if (!run) return [];
      if (volumeDigits === 0) return [run];
      return [run.map((row) => ({ ...row, volume: shiftedDecimal(row.volume, volumeDigits) }))];
    });
  }

  settlements(venue: Venue, symbol: string): readonly (readonly RecordedSettlement[])[] {
    return this.of(venue, 'funding', symbol).flatMap((file) => {
      const run = this.attempt(() => readOwnSettlements(file));
      return run ? [run] : [];
    });
  }

  /** The newest row of each spot market that the exchange lists, by the names of the files. */
  spotInstruments(venue: Venue): readonly SpotInstrumentRow[] {
    const newest = new Map<string, SpotInstrumentRow>();
    for (const file of this.of(venue, 'spot-instruments')) {
      for (const row of this.attempt(() => readSpotInstruments(file)) ?? []) {
        newest.set(row.symbol, row);
      }
    }
    return [...newest.values()];
  }

  refuse(problem: string): void {
    this.problems.push(problem);
  }

  /** Errors: BadRecordingsError when some file that was read is bad. */
  requireWhole(): void {
    if (this.problems.length > 0) throw new BadRecordingsError(this.folder, this.problems);
  }

  private of(venue: Venue, kind: OwnKind, symbol?: string): readonly OwnFile[] {
    return this.files.filter(
      (file) =>
        file.venue === venue &&
        file.kind === kind &&
        (symbol === undefined || file.symbol === symbol),
    );
  }

  private candleRun(file: OwnFile): readonly RecordedCandle[] | undefined {
    if (!this.candleRuns.has(file.name)) {
      this.candleRuns.set(
        file.name,
        this.attempt(() => readOwnCandles(file)),
      );
    }
    return this.candleRuns.get(file.name);
  }

  /** Every bad file is named, not only the first. */
  private attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof BadFileError)) throw error;
      this.problems.push(error.message);
      return undefined;
    }
  }
}
