import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import fc from 'fast-check';
import { BTC, bybitOk, settlementsResult } from '../spec-server/bybit-payloads.js';
import { sendJson, startSpecServer, type SpecServer } from '../spec-server/spec-server.js';
import { settlementQuestion } from './bybit-settlements.js';
import { Bybit } from './bybit.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const FROM_MS = 1755763200000;
const WINDOW = { fromMs: FROM_MS, toMs: FROM_MS + 24 * HOUR_MS };

describe("Bybit's settlements", () => {
  let server: SpecServer;
  let exchange: Bybit;

  beforeAll(async () => {
    server = await startSpecServer(sendJson({}));
  });
  beforeEach(() => {
    exchange = new Bybit({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
  });
  afterAll(() => server.close());

  const answer = (...rows: (readonly [number | string, string])[]) => {
    server.reply = sendJson(bybitOk(settlementsResult(rows)));
  };

  it('keep the rate as exact decimal text, and the raw stamp beside the hour', async () => {
    answer(
      [FROM_MS + 16 * HOUR_MS + 17, '-0.00010000'],
      [FROM_MS + 8 * HOUR_MS - 3, '0.000012345678901234567'],
      [FROM_MS, '0'],
    );
    const page = await exchange.settlementPage(BTC, WINDOW);
    expect(checkSettlementPage(page, WINDOW).rows).toEqual([
      { settledAtMs: FROM_MS, stampedAtMs: FROM_MS, rate: '0' },
      {
        settledAtMs: FROM_MS + 8 * HOUR_MS,
        stampedAtMs: FROM_MS + 8 * HOUR_MS - 3,
        rate: '0.000012345678901234567',
      },
      {
        settledAtMs: FROM_MS + 16 * HOUR_MS,
        stampedAtMs: FROM_MS + 16 * HOUR_MS + 17,
        rate: '-0.0001',
      },
    ]);
  });

  it('are asked for with both bounds, half a minute to each side for stamps that jitter', async () => {
    answer();
    await expect(exchange.settlementPage(BTC, WINDOW)).resolves.toEqual([]);
    expect(server.seen.at(-1)).toMatchObject({
      path: '/v5/market/funding/history',
      query: {
        category: 'linear',
        symbol: 'BTCUSDT',
        startTime: String(FROM_MS - 30_000),
        endTime: String(FROM_MS + 24 * HOUR_MS - 30_000 - 1),
        limit: '200',
      },
    });
  });

  it('are in exactly one of the windows that touch, whatever their jitter', () => {
    const minute = fc.integer({ min: 20, max: 10_000 }).map((n) => FROM_MS + n * MINUTE_MS);
    const jitter = fc.integer({ min: -30_000, max: 29_999 });
    fc.assert(
      fc.property(minute, jitter, fc.uniqueArray(minute, { minLength: 1 }), (at, off, cuts) => {
        const edges = [FROM_MS, ...cuts.sort((a, b) => a - b), FROM_MS + 20_000 * MINUTE_MS];
        const holding = edges.slice(1).filter((toMs, i) => {
          const window = { fromMs: edges[i] ?? 0, toMs };
          const { startTime, endTime } = settlementQuestion(BTC, window);
          const asked = startTime <= at + off && at + off <= endTime;
          expect(asked).toBe(window.fromMs <= at && at < toMs);
          return asked;
        });
        expect(holding).toHaveLength(1);
      }),
    );
  });

  it.each([
    ['empty', FROM_MS, FROM_MS],
    ['turned round', FROM_MS, FROM_MS - HOUR_MS],
    ['between two minutes', FROM_MS + 1, FROM_MS + 59_999],
  ])('are not asked for in a window that is %s', async (_, fromMs, toMs) => {
    await expect(exchange.settlementPage(BTC, { fromMs, toMs })).rejects.toThrow(RangeError);
  });

  it('begin at the epoch at the earliest', () => {
    expect(settlementQuestion(BTC, { fromMs: 0, toMs: HOUR_MS }).startTime).toBe(0);
  });

  it.each<[string, readonly [number | string, string]]>([
    ['an empty rate', [FROM_MS, '']],
    ['a rate in words', [FROM_MS, 'abc']],
    ['a rate that is no number', [FROM_MS, 'NaN']],
    ['an empty stamp', ['', '0.0001']],
    ['a stamp in words', ['now', '0.0001']],
  ])('come with %s as it was written, and the others are believed', async (_, bad) => {
    answer([FROM_MS + 8 * HOUR_MS, '0.0001'], bad);
    const page = await exchange.settlementPage(BTC, WINDOW);
    expect(checkSettlementPage(page, WINDOW)).toMatchObject({
      rows: [{ settledAtMs: FROM_MS + 8 * HOUR_MS }],
      setAside: [{ stamp: String(bad[0]), rate: bad[1] }],
    });
  });

  it.each([
    ['a row of another market', settlementsResult([[FROM_MS, '0.0001']], 'ETHUSDT')],
    ['another category', { ...settlementsResult([[FROM_MS, '0.0001']]), category: 'inverse' }],
  ])('are refused as a whole for %s', async (_, result) => {
    const good = settlementsResult([[FROM_MS + 8 * HOUR_MS, '0.0001']]);
    server.reply = sendJson(bybitOk({ ...result, list: [...good.list, ...result.list] }));
    await expect(exchange.settlementPage(BTC, WINDOW)).rejects.toMatchObject({
      name: 'DataIntegrityError',
      context: { endpoint: '/v5/market/funding/history', symbol: 'BTCUSDT' },
    });
  });
});
