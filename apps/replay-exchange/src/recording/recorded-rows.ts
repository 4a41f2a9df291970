import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RecordingName } from './market-manifest.js';

/**
 * One recorded hour, in the exchange's own decimal strings. `turnover` (quote volume) is undefined
 * where it was not recorded.
 */
export interface RecordedCandle {
  readonly openAtMs: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly turnover: string | undefined;
}

/** One recorded settlement. `stampMs` is raw: Binance's carries up to 17 ms of jitter. */
export interface RecordedSettlement {
  readonly stampMs: number;
  readonly rate: string;
}

/** Reads one file of hours, ascending. The still-open last row of a Binance file is left out. */
export function readCandles(directory: string, name: RecordingName): RecordedCandle[] {
  const candles = readRows(directory, '1h', name).map(candleOf);
  return name.exchange === 'binance' ? candles.slice(0, -1) : candles;
}

/** Reads one file of settlements, ascending. */
export function readSettlements(directory: string, name: RecordingName): RecordedSettlement[] {
  return readRows(directory, 'funding', name).map((row) => ({
    stampMs: Number(row[0]),
    rate: row.at(-1) ?? '',
  }));
}

function candleOf(row: readonly string[]): RecordedCandle {
  const [stamp, open = '', high = '', low = '', close = '', volume = '', turnover] = row;
  return { openAtMs: Number(stamp), open, high, low, close, volume, turnover };
}

function readRows(directory: string, kind: '1h' | 'funding', name: RecordingName): string[][] {
  const file = path.join(directory, name.exchange, kind, `${name.symbol}.csv.gz`);
  const [, ...lines] = gunzipSync(readFileSync(file)).toString('latin1').trim().split('\n');
  return lines.map((line) => line.trim().split(','));
}
