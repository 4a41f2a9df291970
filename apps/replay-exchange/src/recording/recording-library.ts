import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RecordingName } from './market-manifest.js';
import {
  readCandles,
  readSettlements,
  type RecordedCandle,
  type RecordedSettlement,
} from './recorded-rows.js';

/** The recordings that come with the project, seen from `src`, `dist` and `bundle` alike. */
export const RECORDINGS_DIRECTORY = join(packageFolder(import.meta.dirname), 'recordings');

/** The nearest folder above that has a package.json. */
function packageFolder(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageFolder(dirname(from));
}

/** The recordings of one directory, each file read once and shared by all markets that play it. */
export class RecordingLibrary {
  private readonly candleFiles = new Map<string, readonly RecordedCandle[]>();
  private readonly settlementFiles = new Map<string, readonly RecordedSettlement[]>();

  constructor(private readonly directory: string) {}

  candles(name: RecordingName): readonly RecordedCandle[] {
    return onceByName(this.candleFiles, name, () => readCandles(this.directory, name));
  }

  settlements(name: RecordingName): readonly RecordedSettlement[] {
    return onceByName(this.settlementFiles, name, () => readSettlements(this.directory, name));
  }
}

function onceByName<T>(files: Map<string, T>, name: RecordingName, read: () => T): T {
  const key = `${name.exchange}/${name.symbol}`;
  const known = files.get(key);
  if (known !== undefined) return known;
  const rows = read();
  files.set(key, rows);
  return rows;
}
