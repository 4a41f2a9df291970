import { CandlesRoute } from '@fullcarry/contracts/http/market/candles-route';
import { FundingRatesRoute } from '@fullcarry/contracts/http/market/funding-rates-route';
import { DAY_MS, floorTo, HOUR_MS } from '@fullcarry/domain/time-window';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { savePage } from '@fullcarry/history/rows/save-page';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { openStage, type Stage } from '../../gateway-stage.fixture.js';

const ARROW = { accept: 'application/vnd.apache.arrow.stream' };
const EARLIER_DAYS = 600;

describe('rows in columns', () => {
  let stage: Stage;
  let url: string;

  beforeAll(async () => {
    stage = await openStage();
    await storeEarlier(stage.databaseUrl);
    const gateway = await stage.gateway({ HISTORICAL_LOOKBACK_DAYS: '3650' });
    while (!(await fetch(`${gateway.healthUrl}/health/ready`)).ok);
    ({ url } = gateway);
  });
  afterAll(async () => {
    await stage.close();
  });

  const table = async (path: string, headers: Record<string, string>) => {
    const response = await fetch(`${url}${path}`, { headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(ARROW.accept);
    expect(response.headers.get('vary')).toMatch(/\bAccept\b/);
    return tableFromIPC(new Uint8Array(await response.arrayBuffer()));
  };

  it('are the candles of the JSON answer, by the header or the URL, with its holes', async () => {
    const path = '/api/candles?symbol=BTCUSDT';
    const json = CandlesRoute.reply.parse(await (await fetch(`${url}${path}`)).json());
    for (const read of [await table(path, ARROW), await table(`${path}&format=arrow`, {})]) {
      const rows = read.toArray().map((row) => Object.values(row.toJSON()).map(Number));
      expect(rows).toEqual(json.candles);
      const { candles: _, ...about } = json;
      expect(JSON.parse(read.schema.metadata.get('fullcarry')!)).toEqual(about);
    }
  });

  it('are the settlements of the JSON answer, their rates to the last digit', async () => {
    const path = '/api/funding-rates?symbol=BTCUSDT';
    const answer: unknown = await (await fetch(`${url}${path}`)).json();
    const { settlements } = FundingRatesRoute.reply.parse(answer);
    const rows = (await table(path, ARROW)).toArray().map((row) => row.toJSON());
    expect(
      rows.map(({ settled_at, rate_text, interval_minutes }) => [
        settled_at,
        rate_text,
        interval_minutes,
      ]),
    ).toEqual(settlements);
    expect(rows[0]!.rate).toBe(Number(rows[0]!.rate_text));
  });

  it('are as many as JSON may not be, in pieces', async () => {
    const toMs = floorTo(Date.now(), DAY_MS);
    const window = `fromMs=${toMs - EARLIER_DAYS * DAY_MS}&toMs=${toMs}`;
    const path = `/api/candles?symbol=BTCUSDT&${window}`;
    expect((await fetch(`${url}${path}`)).status).toBe(400);
    const read = await table(path, ARROW);
    expect(read.numRows).toBe(EARLIER_DAYS * 24 - 2);
    expect(read.batches.length).toBeGreaterThan(1);
    const longer = `/api/candles?symbol=BTCUSDT&fromMs=0&timeframe=1h&toMs=${1_100_001 * HOUR_MS}`;
    expect((await fetch(`${url}${longer}`, { headers: ARROW })).status).toBe(400);
  });

  it('are JSON for whoever prefers nothing, CSV for whoever prefers that', async () => {
    const path = '/api/funding-rates?symbol=BTCUSDT';
    const typeOf = async (accept: string) =>
      (await fetch(`${url}${path}`, { headers: { accept } })).headers.get('content-type');
    expect(await typeOf('*/*')).toMatch('application/json');
    expect(await typeOf('text/csv')).toMatch('text/csv');
    expect(await typeOf(`${ARROW.accept}, application/json;q=0.5`)).toBe(ARROW.accept);
  });
});

/** Hourly candles before those of the stage: more than one answer may have as JSON. */
async function storeEarlier(databaseUrl: string): Promise<void> {
  const database = await openDatabase(databaseUrl);
  const all = await new MarketStore(database).trackedSeries('bybit', '1h');
  const { id } = all.find(({ key }) => key.kind === 'candles')!;
  const today = floorTo(floorTo(Date.now(), HOUR_MS), DAY_MS);
  const window = { fromMs: today - EARLIER_DAYS * DAY_MS, toMs: today - 10 * DAY_MS };
  const rows = Array.from({ length: (window.toMs - window.fromMs) / HOUR_MS }, (_, i) => ({
    ...{ openAtMs: window.fromMs + i * HOUR_MS, open: 10, high: 12, low: 9, close: 11, volume: i },
  }));
  await savePage(database, {
    ...{ seriesId: id, content: { kind: 'candles', rows }, coverage: [window] },
    ...{ gapsWithin: window, gaps: [], readAtMs: 1, foundBy: 'fill' },
  });
  await database.close();
}
