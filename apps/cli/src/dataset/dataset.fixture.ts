import type { Candle } from '@fullcarry/domain/candle';
import type { Gap } from '@fullcarry/domain/completeness/judge/gap';
import { datasetSha256 } from '@fullcarry/domain/completeness/proof/certificate';
import { hasCandles, USUAL_KINDS, seriesName } from '@fullcarry/domain/series';
import type { Settlement } from '@fullcarry/domain/settlement';
import { cutWindow, DAY_MS, HOUR_MS, holds, type TimeWindow } from '@fullcarry/domain/time-window';
import { timeframeMs, type Timeframe } from '@fullcarry/domain/timeframe';
import type { Database } from '@fullcarry/history/database/database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { SpotStore } from '@fullcarry/history/markets/spot-store';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import { sha256 } from '@fullcarry/history/proof/certify-series';
import { proveStored } from '@fullcarry/history/proof/prove-stored';
import { savePage } from '@fullcarry/history/rows/save-page';

export const SOURCE = 'replay 2026-10-05T00:00:00.000Z';
export const FROM_MS = Date.UTC(2026, 0, 1);

/** The exchange did not trade for these two hours: no candle of the first market is there. */
export const HALT = { fromMs: FROM_MS + 100 * HOUR_MS, toMs: FROM_MS + 102 * HOUR_MS };

export interface FilledSize {
  readonly bases: readonly string[];
  readonly days: number;
  readonly timeframe: Timeframe;
}

/**
 * A database with the usual kinds of series of some markets, all proven. Prices wander; funding is settled each 8 h and,
 * after half of the time, each 4 h.
 */
export async function fillDataset(
  database: Database,
  { bases, days, timeframe }: FilledSize,
): Promise<void> {
  const window = { fromMs: FROM_MS, toMs: FROM_MS + days * DAY_MS };
  const store = new MarketStore(database);
  await store.saveUniverse(
    bases.map((base, i) => ({
      exchange: 'bybit',
      symbol: `${base}/USDT:USDT`,
      nativeId: `${base}USDT`,
      listedAtMs: FROM_MS - DAY_MS,
      rank: i + 1,
      turnoverUsdt24h: String(1e9 / (i + 1)),
    })),
    {
      exchange: 'bybit',
      source: SOURCE,
      timeframe,
      kinds: USUAL_KINDS,
      evaluatedAtMs: window.toMs,
    },
  );
  for (const { id, symbol, nativeId } of await store.tracked('bybit')) {
    const spot = { spotSymbol: symbol.replace(':USDT', ''), spotNativeId: nativeId };
    await new SpotStore(database).setSpot(
      id,
      { ...spot, unitsPerContract: 1 },
      USUAL_KINDS,
      timeframe,
    );
  }
  const certificates = [];
  for (const series of await store.allSeries()) {
    const certificate = await fill(database, series, window);
    certificates.push({ series: seriesName(series.key), certificate });
  }
  await new CertificateStore(database).saveDataset(
    'bybit',
    datasetSha256(certificates, sha256),
    window.toMs,
  );
}

async function fill(database: Database, series: StoredSeries, window: TimeWindow) {
  const { key, market } = series;
  // The databases number their series differently.
  const seed = 10 * USUAL_KINDS.indexOf(key.kind) + (market.rank ?? 0);
  const gaps = hasCandles(key) && market.rank === 1 ? [emptyGap(timeframeMs(key.timeframe))] : [];
  for (const page of cutWindow(window, 10 * DAY_MS)) {
    const content = hasCandles(key)
      ? ({
          kind: 'candles',
          rows: candles(seed, page, gaps, timeframeMs(key.timeframe)),
        } as const)
      : ({ kind: 'funding', rows: settlements(page, window) } as const);
    await savePage(database, {
      seriesId: series.id,
      content,
      coverage: [page],
      gapsWithin: page,
      gaps: gaps.filter((gap) => holds(page, gap.fromMs)),
      readAtMs: window.toMs,
      foundBy: 'fill',
    });
  }
  const facts = { wanted: window, coverage: [window], gaps, runs: [], nowMs: Infinity };
  const proven = await proveStored(database, series, facts, window.toMs);
  if (proven?.certificate.missing !== 0) throw new Error(`${seriesName(key)} is not proven`);
  return proven.certificate;
}

function candles(seed: number, page: TimeWindow, gaps: readonly Gap[], stepMs: number): Candle[] {
  const rows: Candle[] = [];
  for (let openAtMs = page.fromMs; openAtMs < page.toMs; openAtMs += stepMs) {
    if (gaps.some((gap) => holds(gap, openAtMs))) continue;
    const at = openAtMs / stepMs;
    const open = 100 + Math.round(1e4 * Math.sin(at / 50 + seed)) / 1e3;
    const close = Math.round(1e3 * (open + Math.sin(at + seed))) / 1e3;
    const volume = Math.round(1e6 * (1 + Math.sin(at * seed))) / 1e3;
    const [low, high] = [Math.min(open, close) - 0.5, Math.max(open, close) + 0.5];
    rows.push({ openAtMs, open, high, low, close, volume });
  }
  return rows;
}

function settlements(page: TimeWindow, window: TimeWindow): Settlement[] {
  const rows: Settlement[] = [];
  const changeAtMs =
    window.fromMs + Math.floor((window.toMs - window.fromMs) / DAY_MS / 2) * DAY_MS;
  for (let settledAtMs = page.fromMs; settledAtMs < page.toMs;) {
    const rate = (Math.sin(settledAtMs / DAY_MS) / 10_000).toFixed(8).replace(/0+$/, '');
    rows.push({ settledAtMs, stampedAtMs: settledAtMs + 7, rate });
    settledAtMs += settledAtMs < changeAtMs ? 8 * HOUR_MS : 4 * HOUR_MS;
  }
  return rows;
}

function emptyGap(stepMs: number): Gap {
  const seen = { firstObservedAtMs: HALT.toMs, lastObservedAtMs: HALT.toMs + DAY_MS };
  return {
    ...HALT,
    ...seen,
    status: 'confirmed-empty',
    rowsExpected: (HALT.toMs - HALT.fromMs) / stepMs,
    observations: 2,
    nextTryAtMs: HALT.toMs + DAY_MS,
    evidence: 'seen empty twice',
  };
}
