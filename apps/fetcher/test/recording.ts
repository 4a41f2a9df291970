import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Candle } from '@fullcarry/domain/candle';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import type { ReplayedMarket } from '@fullcarry/testing/replay';

const FOLDER = new URL('../../replay-exchange/recordings/', import.meta.url);
const WEEK_MS = 7 * DAY_MS;

/** A recorded settlement with the time since the one before it; the first one's is unknown. */
export interface RecordedSettlement {
  readonly settledAtMs: number;
  readonly stampedAtMs: number;
  readonly rate: string;
  readonly intervalMinutes: number | undefined;
}

export interface Recording {
  readonly shiftWeeks: number;
  readonly candles: readonly Candle[];
  readonly settlements: readonly RecordedSettlement[];
}

/**
 * What the exchange has of a market at `nowMs`, read from the recorded files by the rules that
 * recordings/README.md states: cut to the stretch that both files hold, moved by whole weeks so that it ends
 * 7 to 14 days after the anchor. A witness of its own: it shares nothing with the replay's code.
 */
export function recordingOf(market: ReplayedMarket, anchorMs: number, nowMs: number): Recording {
  if (market.fundingFrom === null) throw new Error(`${market.symbol} has no settlements`);
  const hours = csv('1h', market.candlesFrom);
  // The last row of every Binance file is the still open candle.
  if (market.candlesFrom.startsWith('binance')) hours.pop();
  const stamps = csv('funding', market.fundingFrom);
  const minuteOf = (row: readonly string[]) => Math.floor(Number(row[0]) / MINUTE_MS) * MINUTE_MS;
  const firstHourMs = Math.floor(Number(stamps[0]![0]) / HOUR_MS) * HOUR_MS;
  const fromMs = Math.max(Number(hours[0]![0]), firstHourMs);
  const toMs = Math.min(Number(hours.at(-1)![0]) + HOUR_MS, minuteOf(stamps.at(-1)!));
  const shiftWeeks = Math.ceil((anchorMs + WEEK_MS - toMs) / WEEK_MS);
  const shiftMs = shiftWeeks * WEEK_MS;
  const candles = hours
    .filter((row) => Number(row[0]) >= fromMs && Number(row[0]) + HOUR_MS <= toMs)
    .map(([openAt, open, high, low, close, volume]) => ({
      openAtMs: Number(openAt) + shiftMs,
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
      volume: Number(volume),
    }))
    .filter((candle) => candle.openAtMs + HOUR_MS <= nowMs);
  const settlements = stamps
    .filter((row) => Number(row[0]) >= fromMs && minuteOf(row) <= toMs)
    .map((row) => ({
      settledAtMs: minuteOf(row) + shiftMs,
      stampedAtMs: Number(row[0]) + shiftMs,
      rate: withoutTrailingZeros(row.at(-1)!),
    }))
    .filter((row) => row.stampedAtMs <= nowMs)
    .map((row, i, all) => ({
      ...row,
      intervalMinutes:
        i === 0 ? undefined : (row.settledAtMs - all[i - 1]!.settledAtMs) / MINUTE_MS,
    }));
  return { shiftWeeks, candles, settlements };
}

/** The same decimal number: the exchange writes 0.00010000 for 0.0001. */
function withoutTrailingZeros(rate: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(rate)) throw new Error(`${rate} is not plain decimal text`);
  const short = rate.includes('.') ? rate.replace(/0+$/, '').replace(/\.$/, '') : rate;
  return short === '-0' ? '0' : short;
}

/** `name` as the replay gives it: `bybit BTCUSDT`. */
function csv(kind: '1h' | 'funding', name: string): string[][] {
  const [exchange, symbol] = name.split(' ');
  const file = fileURLToPath(new URL(`${exchange}/${kind}/${symbol}.csv.gz`, FOLDER));
  const [, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line) => line.trim().split(','));
}
