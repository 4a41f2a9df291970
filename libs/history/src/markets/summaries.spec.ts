import { REQUIRED_KINDS } from '@fullcarry/domain/series';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { DATABASES, emptyDatabase } from '@fullcarry/testing/each-database';
import { describe, expect, it } from '@jest/globals';
import { DeskStore } from '../desk/desk-store.js';
import { latestSettlements } from './latest-settlements.js';
import { MarketStore } from './market-store.js';
import { openDatabase } from '../database/open-database.js';
import { savePage } from '../rows/save-page.js';
import { seriesExtents } from './series-extents.js';

describe.each(DATABASES)('what tables and pages ask for (%s)', (kind) => {
  it('tells how many rows each series holds, the first, the last, and the last settlement', async () => {
    const empty = await emptyDatabase(kind);
    const database = await openDatabase(empty.url);
    const markets = new MarketStore(database);
    const market = {
      exchange: 'bybit',
      symbol: 'BTC/USDT:USDT',
      nativeId: 'BTCUSDT',
      listedAtMs: undefined,
    };
    await markets.saveUniverse([{ ...market, rank: 1, turnoverUsdt24h: '1' }], {
      exchange: 'bybit',
      source: 'live',
      timeframe: '1h',
      kinds: REQUIRED_KINDS,
      evaluatedAtMs: 1,
    });
    const series = await markets.seriesOf('bybit', 'BTCUSDT');
    expect(series.map((one) => one.key.kind)).toEqual(['candles', 'funding']);
    expect(await markets.seriesOf('bybit', 'BTC/USDT:USDT')).toEqual(series);
    expect(await markets.seriesOf('bybit', "' OR 1=1 --")).toEqual([]);

    const [candles, funding] = series.map((one) => one.id);
    const window = { fromMs: 0, toMs: 24 * HOUR_MS };
    await savePage(database, {
      seriesId: funding!,
      content: {
        kind: 'funding',
        rows: [0, 8, 16].map((hour) => ({
          settledAtMs: hour * HOUR_MS,
          stampedAtMs: hour * HOUR_MS,
          rate: `0.000${hour}`,
        })),
      },
      coverage: [window],
      gapsWithin: window,
      gaps: [],
      readAtMs: 1,
      foundBy: 'fill',
    });
    const ids = [candles!, funding!];
    expect([...(await seriesExtents(database, ids))]).toEqual([
      [funding, { rows: 3, firstAtMs: 0, lastAtMs: 16 * HOUR_MS }],
    ]);
    const latest = await latestSettlements(database, ids);
    expect([...latest.keys()]).toEqual([funding]);
    expect(latest.get(funding!)).toMatchObject({ settledAtMs: 16 * HOUR_MS, rate: '0.00016' });

    const desk = new DeskStore(database, 'bybit');
    for (const which of ['open', 'closed', 'all'] as const) {
      expect(await desk.countPositions(which)).toBe(0);
      expect(await desk.positions({ limit: 5, which })).toEqual([]);
    }
    await database.close();
    await empty.remove();
  });
});
