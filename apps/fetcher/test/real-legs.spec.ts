import type { Candle } from '@fullcarry/domain/candle';
import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import {
  HAS_RECORDINGS,
  recordedRows,
  RECORDINGS,
  WITHOUT_RECORDINGS,
} from '@fullcarry/testing/real-recordings';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStacks, Stack } from './stack.js';
import { held } from './stored.js';

const WEEK_MS = 7 * DAY_MS;

afterEach(closeStacks);

const real = HAS_RECORDINGS ? describe : describe.skip;
if (!HAS_RECORDINGS) it(`both legs as they were recorded: ${WITHOUT_RECORDINGS}`, () => undefined);

real('both legs of a trade that were recorded', () => {
  it.each([
    ['INJUSDT', 'INJUSDT'],
    ['1000PEPEUSDT', 'PEPEUSDT'],
  ])(
    'are proven value for value: %s and its spot market',
    async (symbol, spot) => {
      const stack = await Stack.start({
        replay: ['--api', 'binanceusdm', '--recordings', RECORDINGS, '--symbols', symbol],
        fetcher: {
          ...{ EXCHANGE: 'binanceusdm', HISTORICAL_TOP_PAIRS: '1', RATE_BUDGET_SCOPE: 'replica' },
          HISTORICAL_SERIES: 'candles,funding,spot',
        },
      });
      const [{ shiftWeeks, recordingEndsAtMs } = NOTHING] = (await stack.replay.describe()).markets;
      await stack.replay.moveClock(recordingEndsAtMs);
      await stack.runToReady();
      const { candles, series } = await held(stack, symbol, 'spot-candles');
      expect(series.spotNativeId).toBe(spot);
      const played = recordedRows('spot-1h', `binance ${spot}`)
        .map((row) => candleOf(row, shiftWeeks * WEEK_MS))
        .filter(({ openAtMs }) => openAtMs + HOUR_MS <= recordingEndsAtMs);
      const [first] = candles;
      // What was recorded before the perpetual is played, and before the look-back, is not asked for.
      const due = played.filter(({ openAtMs }) => openAtMs >= (first?.openAtMs ?? 0));
      expect(due.length).toBeGreaterThan(4_000);
      expect(candles).toEqual(due);

      if (symbol !== 'INJUSDT') return;
      const atMs = Date.parse('2026-02-19T01:00:00Z') + shiftWeeks * WEEK_MS;
      const perpetual = await held(stack, symbol, 'candles');
      const closeOf = (rows: readonly Candle[]) => rows.find((row) => row.openAtMs === atMs)!.close;
      expect(closeOf(perpetual.candles) / closeOf(candles) - 1).toBeCloseTo(-0.074, 3);
    },
    120_000,
  );
});

const NOTHING = { shiftWeeks: 0, recordingEndsAtMs: 0 };

function candleOf(row: Readonly<Record<string, string>>, shiftMs: number): Candle {
  const of = (column: string) => Number(row[column]);
  return {
    openAtMs: of('timestamp') + shiftMs,
    ...{ open: of('open'), high: of('high'), low: of('low'), close: of('close') },
    volume: of('volume'),
  };
}
