import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import { PermanentError, TransientError } from '@fullcarry/domain/errors';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import { describe, expect, it } from '@jest/globals';
import { candleQuestion, readCandles } from './hyperliquid-candles.js';
import { hyperliquidWeight } from './hyperliquid-weight.js';
import { CANDLE, ETH, FROM_MS, SETTLEMENT } from './hyperliquid-quoted.fixture.js';
import { readSettlements, settlementQuestion } from './hyperliquid-settlements.js';

describe("Hyperliquid's rows", () => {
  const window = { fromMs: FROM_MS, toMs: FROM_MS + HOUR_MS };

  it('are asked for between two bounds that are included', () => {
    expect(candleQuestion(ETH, 'candles', '1h', window)).toEqual({
      coin: 'ETH',
      interval: '1h',
      startTime: FROM_MS,
      endTime: FROM_MS + HOUR_MS - 1,
    });
    expect(settlementQuestion(ETH, window)).toEqual({
      coin: 'ETH',
      startTime: FROM_MS - 30_000,
      endTime: FROM_MS + HOUR_MS - 30_001,
    });
  });

  const hourMs = 1704290400000;
  const day = { fromMs: hourMs - 24 * HOUR_MS, toMs: hourMs + 24 * HOUR_MS };

  it('keep the rate as exact decimal text, and the late stamp beside its hour', () => {
    const late = [31, HOUR_MS + 108_000, 2 * HOUR_MS + 888_000].map((offMs) => ({
      ...SETTLEMENT,
      time: hourMs + offMs,
    }));
    expect(checkSettlementPage(readSettlements(late, ETH, {}), day).rows).toEqual([
      { settledAtMs: hourMs, stampedAtMs: hourMs + 31, rate: '0.0000125' },
      { settledAtMs: hourMs + HOUR_MS, stampedAtMs: late[1]?.time, rate: '0.0000125' },
      { settledAtMs: hourMs + 2 * HOUR_MS, stampedAtMs: late[2]?.time, rate: '0.0000125' },
    ]);
  });

  it.each([{ fundingRate: '' }, { fundingRate: 'NaN' }, { time: 1.5 }, { time: -1 }])(
    'are believed without a settlement with %j',
    (change) => {
      const rows = [SETTLEMENT, { ...SETTLEMENT, ...change }];
      const page = checkSettlementPage(readSettlements(rows, ETH, {}), day);
      expect([page.rows.length, page.setAside.length]).toEqual([1, 1]);
    },
  );

  it('are refused as a whole for a settlement of another market', () => {
    const rows = [SETTLEMENT, { ...SETTLEMENT, coin: 'BTC' }];
    expect(() => readSettlements(rows, ETH, {})).toThrow(
      expect.objectContaining({ name: 'DataIntegrityError' }),
    );
  });

  it.each([{ s: 'BTC' }, { i: '15m' }, { c: 'NaN' }, { v: '' }, { t: -3_600_000 }])(
    'are refused as a whole for a candle with %j',
    (change) => {
      const question = candleQuestion(ETH, 'candles', '1h', window);
      expect(readCandles([CANDLE], question, {})).toMatchObject([
        { openAtMs: FROM_MS, low: 2224.6 },
      ]);
      expect(() => readCandles([CANDLE, { ...CANDLE, ...change }], question, {})).toThrow(
        expect.objectContaining({ name: 'DataIntegrityError' }),
      );
      expect(() => readCandles(null, question, {})).toThrow(TransientError);
    },
  );

  it('weigh as much as can come: one for each 60 candles or 20 settlements, beside 20', () => {
    const weigh = (body: unknown) =>
      hyperliquidWeight(new URL('http://x/info'), JSON.stringify(body)).cost;
    const hours = (count: number) => ({ fromMs: FROM_MS, toMs: FROM_MS + count * HOUR_MS });
    const candles = (count: number) =>
      weigh({ type: 'candleSnapshot', req: candleQuestion(ETH, 'candles', '1h', hours(count)) });
    const funding = (count: number) =>
      weigh({ type: 'fundingHistory', ...settlementQuestion(ETH, hours(count)) });
    expect([candles(1), candles(60), candles(61), candles(1_000)]).toEqual([21, 21, 22, 37]);
    expect([funding(1), funding(20), funding(21), funding(9_000)]).toEqual([21, 21, 22, 45]);
    expect([weigh({ type: 'meta' }), weigh({ type: 'exchangeStatus' })]).toEqual([20, 2]);
  });

  it('are not asked for in six hours, which it does not cut, nor in more than a page', () => {
    const six = { fromMs: 0, toMs: 6 * HOUR_MS };
    expect(() => candleQuestion(ETH, 'candles', '6h', six)).toThrow(PermanentError);
    expect(() =>
      candleQuestion(ETH, 'candles', '1h', { fromMs: 0, toMs: 1_001 * HOUR_MS }),
    ).toThrow(RangeError);
    expect(() => candleQuestion(ETH, 'candles', '1h', { fromMs: 0, toMs: 0 })).toThrow(RangeError);
  });
});
