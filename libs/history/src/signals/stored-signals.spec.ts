import { drawnMarket, random, START_MS } from '@fullcarry/domain/backtest/backtest-cases.fixture';
import { USUAL_EXECUTION } from '@fullcarry/domain/backtest/execution-model';
import { MarketView } from '@fullcarry/domain/backtest/history/market-view';
import type { SeriesKey } from '@fullcarry/domain/series';
import { DAY_MS, floorTo, HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { fillDrawnMarkets } from '../backtest/drawn-markets.fixture.js';
import { readHistories } from '../backtest/read-histories.js';
import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { MarketStore } from '../markets/market-store.js';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CertificateStore } from '../proof/certificate-store.js';
import { certificatesOf, provenSignals } from './proven-signals.js';
import { signalHistory } from './signal-history.js';
import { StoredSignals, type ProvenSeries, type SignalSeries } from './stored-signals.js';

const DAYS = 200;
const window = { fromMs: START_MS, toMs: START_MS + DAYS * DAY_MS };
const { symbol, ...drawn } = drawnMarket('A', DAYS * 24, 5);

describe('the signals that a desk reads from its store', () => {
  let empty: EmptyDatabase;
  let database: Database;

  beforeAll(async () => {
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    await fillDrawnMarkets(database, { window, markets: [{ ...drawn, symbol }], hasSpots: true });
  });
  afterAll(async () => {
    await database.close();
    await empty.remove();
  });

  /** As if what was published at an instant was proven then. */
  async function provenAt(nowMs: number): Promise<SignalSeries> {
    const publishedMs = nowMs - USUAL_EXECUTION.settlementDelayMs;
    const candlesToMs = floorTo(nowMs - USUAL_EXECUTION.candleDelayMs, HOUR_MS);
    const proven = async (key: SeriesKey, toMs: number) => {
      const series = await new MarketStore(database).find(key);
      if (!series) throw new Error('The series is not stored');
      const coverage: TimeWindow[] = [{ fromMs: START_MS, toMs }];
      return { series, coverage };
    };
    const key = { exchange: 'bybit', symbol } as const;
    // A settlement is stamped 7 ms late, and known some seconds after that.
    const settledToMs = publishedMs - 7 + 1;
    return {
      funding: await proven({ ...key, kind: 'funding' }, settledToMs),
      candles: await proven({ ...key, kind: 'candles', timeframe: '1h' }, candlesToMs),
      spot: await proven({ ...key, kind: 'spot-candles', timeframe: '1h' }, candlesToMs),
      unitsPerContract: 1,
    };
  }

  it('are to the digit those that a backtest sees, at 1,000 instants, however long it has been running', async () => {
    const { markets } = await readHistories(database, {
      ...{ exchange: 'bybit', symbols: [symbol], timeframe: '1h', window, assume: ['fine-lots'] },
    });
    const [history] = markets;
    if (!history) throw new Error('No market was read');
    const next = random(11);
    const days = Array.from({ length: 40 }, () => 20 + Math.floor(next() * (DAYS - 21)));
    const instants = days
      .flatMap((day) =>
        Array.from({ length: 25 }, () => START_MS + Math.floor((day + next()) * DAY_MS)),
      )
      .sort((a, b) => a - b);
    const view = new MarketView(history, HOUR_MS, USUAL_EXECUTION, true);
    const memory = new StoredSignals('1h');
    for (const [i, nowMs] of instants.entries()) {
      view.moveTo(nowMs);
      const seen = view.seen()?.signals;
      expect(seen).toBeDefined();
      // Now and then a desk has just been started.
      const asked = i % 50 === 0 ? new StoredSignals('1h') : memory;
      expect(await asked.of(database, await provenAt(nowMs))).toEqual(seen);
    }
  });

  it('are known of the past as whoever looked then had them, to the digit', async () => {
    const { funding, candles, spot } = await provenAt(window.toMs);
    if (!spot) throw new Error('It has no spot market');
    const asked = {
      ...{ funding: funding.series, candles: candles.series, spot: spot.series },
      unitsPerContract: 1,
    };
    const cited = certificatesOf(asked, await new CertificateStore(database).all());
    if (cited.kind === 'unproven') throw new Error(cited.because);
    const month = { fromMs: window.toMs - 30 * DAY_MS, toMs: window.toMs };
    const about = { timeframe: '1h', window: month } as const;
    const points = await signalHistory(database, asked, cited.certificates, about);
    expect(points.length).toBeGreaterThan(80);
    for (const { settledAtMs, values } of points.filter((_, i) => i % 11 === 0)) {
      const upTo = ({ series }: ProvenSeries, toMs: number) => ({
        series,
        coverage: [{ fromMs: START_MS, toMs }],
      });
      const then = await new StoredSignals('1h').of(database, {
        funding: upTo(funding, settledAtMs + 1),
        candles: upTo(candles, floorTo(settledAtMs, HOUR_MS)),
        spot: upTo(spot, floorTo(settledAtMs, HOUR_MS)),
        unitsPerContract: 1,
      });
      expect(values).toEqual(then);
    }
  });

  it('cite the certificates of all series that they are made of, and are none where one lacks', async () => {
    const find = async (key: SeriesKey) => {
      const series = await new MarketStore(database).find(key);
      if (!series) throw new Error('The series is not stored');
      return series;
    };
    const key = { exchange: 'bybit', symbol } as const;
    const asked = {
      funding: await find({ ...key, kind: 'funding' }),
      candles: await find({ ...key, kind: 'candles', timeframe: '1h' }),
      spot: await find({ ...key, kind: 'spot-candles', timeframe: '1h' }),
      unitsPerContract: 1,
    };
    const read = await provenSignals(database, new StoredSignals('1h'), asked);
    if (read.kind === 'unproven') throw new Error(read.because);
    expect(read.values.level).toBeDefined();
    expect(read.certificates.map(({ series }) => series.key.kind)).toEqual([
      ...['funding', 'candles', 'spot-candles'],
    ]);
    const issued = await new CertificateStore(database).all();
    for (const { series, certificate } of read.certificates) {
      expect(certificate).toEqual(issued.get(series.id)?.certificate);
    }
    await database.execute('DELETE FROM certificate WHERE series_id = $1', asked.spot.id);
    expect(await provenSignals(database, new StoredSignals('1h'), asked)).toEqual({
      kind: 'unproven',
      because: `bybit:${symbol}:spot-candles:1h is not proven`,
    });
  });

  it('are none where nothing is proven', async () => {
    const { funding, candles, spot } = await provenAt(START_MS + 50 * DAY_MS);
    const unproven = { ...funding, coverage: [] };
    const market = { funding: unproven, candles, spot, unitsPerContract: 1 };
    const read = await new StoredSignals('1h').of(database, market);
    expect(read).toMatchObject({ level: undefined, trend: undefined, slowCarry: undefined });
    expect(read.basisScore).toBeDefined();
  });
});
