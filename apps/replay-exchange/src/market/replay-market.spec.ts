import { describe, expect, it } from '@jest/globals';
import { HOUR_MS, WEEK_MS } from '../clock/durations.js';
import type { Ticker } from '../bybit/ticker.js';
import { answerTickers } from '../bybit/tickers.js';
import { marketManifest } from '../recording/market-manifest.js';
import { projectRecordings } from '../recording/project-recordings.js';
import { startReplayExchange } from '../start-replay-exchange.js';
import { MarketBoard } from './market-board.js';

const ANCHOR_MS = Date.parse('2026-09-01T12:34:56Z');
const board = new MarketBoard({
  recordings: projectRecordings(marketManifest(ANCHOR_MS), ANCHOR_MS, [
    'BTCUSDT',
    'COSUSDT',
    'TONUSDT',
  ]),
  settlementLagMs: 0,
});

function tickersAt(nowMs: number) {
  const readings = { klineRange: 'newest', okxFundingCap: 400, okxHistoryCap: 100 } as const;
  const answer = answerTickers({ category: 'linear' }, { board, nowMs, readings });
  if (answer.kind !== 'tickers') throw new Error('no tickers');
  return answer.rows.map((row) => row.write(row.symbol) as Ticker);
}

describe('a market of the replay', () => {
  it('is not there before its recording begins', () => {
    const cos = board.get('COSUSDT');
    const launchedAtMs = cos?.launchedAtMs ?? 0;
    const symbolsAt = (nowMs: number) => tickersAt(nowMs).map((ticker) => ticker.symbol);
    expect(symbolsAt(launchedAtMs - 1)).not.toContain('COSUSDT');
    expect(symbolsAt(launchedAtMs)).toContain('COSUSDT');
    expect(cos?.candles(0, Infinity, launchedAtMs)).toHaveLength(1);
  });

  it('answers nothing newer than now, hour by hour', () => {
    const cos = board.get('COSUSDT');
    for (let nowMs = ANCHOR_MS; nowMs < ANCHOR_MS + WEEK_MS; nowMs += 5 * HOUR_MS) {
      expect(cos?.candles(0, Infinity, nowMs).at(-1)?.openAtMs).toBe(
        Math.floor(nowMs / HOUR_MS) * HOUR_MS,
      );
      expect(cos?.settlements(0, Infinity, nowMs).at(-1)?.stampMs).toBeLessThanOrEqual(nowMs);
    }
  });

  it('goes on answering what it has once the recording is used up', () => {
    const usedUpAtMs = board.usedUpAtMs();
    expect(usedUpAtMs).toBeGreaterThanOrEqual(ANCHOR_MS + WEEK_MS);
    const later = tickersAt(usedUpAtMs + 4 * WEEK_MS);
    expect(later.map((ticker) => ticker.symbol)).toEqual(['BTCUSDT', 'COSUSDT']);
    for (const { lastPrice, turnover24h } of later) {
      expect(Number(lastPrice)).toBeGreaterThan(0);
      expect(Number(turnover24h)).toBeGreaterThan(0);
    }
  });

  it('is refused when it was not recorded', async () => {
    await expect(startReplayExchange({ port: 0, symbols: ['NOPEUSDT'] })).rejects.toThrow(
      'NOPEUSDT was not recorded',
    );
  });
});
