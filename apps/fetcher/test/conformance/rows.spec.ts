import type { Candle } from '@fullcarry/domain/candle';
import { checkCandlePage } from '@fullcarry/domain/check-candle-page';
import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import type { Market } from '@fullcarry/domain/market/market';
import { stampMinute, type Settlement } from '@fullcarry/domain/settlement';
import {
  cutWindow,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  type TimeWindow,
} from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { ReplayedMarket } from '@fullcarry/testing/replay';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playedRows, type PlayedRows } from './played-rows.js';
import { NOW_MS, SUBJECTS, Subject } from './subject.js';

/** Enough for several pages of each kind, few enough for limits that are a minute long. */
const FROM_MS = NOW_MS - 25 * DAY_MS - 30 * MINUTE_MS;
const CLOSED_MS = Math.floor(NOW_MS / HOUR_MS) * HOUR_MS;

describe.each(SUBJECTS)('rows that are read from %s', (id) => {
  let subject: Subject;
  let listed: readonly Market[];
  let markets: readonly ReplayedMarket[];

  beforeAll(async () => {
    subject = await Subject.start(id);
    listed = await subject.use((exchange) => exchange.markets());
    markets = (await subject.replay.describe()).markets;
  });
  afterAll(() => subject.close());

  const named = (part: string): [Market, ReplayedMarket] => {
    const market = listed.find(({ symbol }) => symbol.includes(`${part}/`))!;
    return [market, markets.find(({ symbol }) => symbol === market.nativeId)!];
  };
  const truthOf = (part: string): PlayedRows => playedRows(id, named(part)[1]);

  it('are of the perpetuals that trade, in one money, and of no decoy', () => {
    const moneyOf = id === 'hyperliquid' ? 'USDC' : 'USDT';
    const due = markets.filter(
      ({ role, contractType, settleCoin }) =>
        role === 'market' && contractType === 'LinearPerpetual' && settleCoin === moneyOf,
    );
    expect(listed.map(({ nativeId }) => nativeId).sort()).toEqual(
      due.map(({ symbol }) => symbol).sort(),
    );
    for (const { symbol, exchange } of listed) {
      expect(symbol).toMatch(new RegExp(`^[A-Z0-9]+/${moneyOf}:${moneyOf}$`));
      expect(exchange).toBe(id);
    }
  });

  it.each(['BTC', 'PEPE'])('are the candles of %s, each one and value for value', async (part) => {
    const [market] = named(part);
    const { candles } = truthOf(part);
    const rows: Candle[] = [];
    await subject.use(async (exchange) => {
      const pageMs = exchange.limits.candlesPerPage * HOUR_MS;
      for (const window of cutWindow({ fromMs: FROM_MS, toMs: CLOSED_MS }, pageMs)) {
        rows.push(
          ...checkCandlePage(await exchange.candlePage(market, '1h', window), window, HOUR_MS),
        );
      }
    });
    expect(rows).toEqual(candles.filter(({ openAtMs }) => openAtMs >= FROM_MS));
    expect(rows).toHaveLength(600);
  });

  it('are the candles of the mark price where the exchange keeps them, without volume; else refused', async () => {
    const [market] = named('BTC');
    const { candles } = truthOf('BTC');
    const window = { fromMs: CLOSED_MS - 90 * HOUR_MS, toMs: CLOSED_MS };
    await subject.use(async (exchange) => {
      const ask = exchange.candlePage(market, '1h', window, 'mark-candles');
      if (!exchange.limits.candleKinds.includes('mark-candles')) {
        await expect(ask).rejects.toThrow(RangeError);
        return;
      }
      // Marks were not recorded with these: the traded prices stand in.
      const marks = candles.filter(({ openAtMs }) => openAtMs >= window.fromMs);
      expect(marks).toHaveLength(90);
      expect(checkCandlePage(await ask, window, HOUR_MS)).toEqual(
        marks.map((candle) => ({ ...candle, volume: 0 })),
      );
    });
  });

  it.each(id === 'hyperliquid' ? ['BTC'] : ['BTC', 'PEPE'])(
    'are the candles of the spot market beside %s, of one coin each',
    async (part) => {
      const [{ symbol }] = named(part);
      const market = (await subject.marketsWithSpot()).find((one) => one.symbol === symbol)!;
      const units = market.spot!.unitsPerContract;
      const isThousand = part === 'PEPE' && id !== 'okx';
      expect(units).toBe(isThousand ? 1_000 : 1);
      const { candles, settlements } = truthOf(part);
      const window = { fromMs: CLOSED_MS - 90 * HOUR_MS, toMs: CLOSED_MS };
      const rows = await subject.use(async (exchange) =>
        checkCandlePage(
          await exchange.candlePage(market, '1h', window, 'spot-candles'),
          window,
          HOUR_MS,
        ),
      );
      expect(rows).toHaveLength(90);
      // Spot was not recorded with these: it is derived, the perpetual's hour without the basis of its opening.
      const hours = candles.filter(({ openAtMs }) => openAtMs >= window.fromMs);
      for (const [i, { openAtMs, open, high, low, close, volume }] of rows.entries()) {
        const hour = hours[i]!;
        expect(openAtMs).toBe(hour.openAtMs);
        const next = settlements.find(({ settledAtMs }) => settledAtMs > openAtMs);
        if (!next) continue;
        const dearer = 1 + Math.max(-0.005, Math.min(0.005, Number(next.rate)));
        const due = [hour.open, hour.high, hour.low, hour.close].map((price) => price / dearer);
        const read = [open, high, low, close].map((price) => price * units);
        for (const [j, price] of read.entries()) expect(price / due[j]!).toBeCloseTo(1, 3);
        expect(volume).toBeCloseTo(hour.volume * units * 0.2, -1);
      }
    },
  );

  it('are of no spot market where a perpetual has none: that is not asked for', async () => {
    const market = (await subject.marketsWithSpot()).find(({ nativeId }) =>
      nativeId.includes('COS'),
    )!;
    expect(market.spot).toBeUndefined();
    await subject.use(async (exchange) => {
      const window = { fromMs: CLOSED_MS - HOUR_MS, toMs: CLOSED_MS };
      await expect(exchange.candlePage(market, '1h', window, 'spot-candles')).rejects.toThrow(
        RangeError,
      );
      expect(exchange.usage().requestsTotal).toBe(0);
    });
  });

  it.each(['BTC', 'INJ', 'COS'])('are the settlements of %s, exact, page by page', async (part) => {
    const [market] = named(part);
    const truth = truthOf(part).settlements.filter(({ settledAtMs }) => settledAtMs >= FROM_MS);
    const rows = await subject.use((exchange) => walked(exchange, market));
    expect(rows.map(({ settledAtMs, rate }) => ({ settledAtMs, rate }))).toEqual(truth);
    expect(rows.length).toBeGreaterThan(40);
    for (const { settledAtMs, stampedAtMs } of rows) {
      expect(Math.abs(stampedAtMs - settledAtMs)).toBeLessThanOrEqual(120);
    }
  });

  it('fill a page to the brim and no further, from the end that the adapter names', async () => {
    const [market] = named('BTC');
    const { settlements } = truthOf('BTC');
    await subject.use(async (exchange) => {
      const { settlementsPerPage, fullPageHolds } = exchange.limits;
      const fromMs = settlements[0]!.settledAtMs;
      const window = { fromMs, toMs: NOW_MS };
      const { rows: page } = await checked(exchange, market, window);
      const due = fullPageHolds === 'newest' ? settlements.slice(-settlementsPerPage) : settlements;
      const expected = due.slice(0, settlementsPerPage).map(({ settledAtMs }) => settledAtMs);
      expect(page.map(({ settledAtMs }) => settledAtMs)).toEqual(expected);
    });
  });

  it('are each in exactly one of two windows that touch, jitter or not', async () => {
    const [market] = named('COS');
    const { settlements } = truthOf('COS');
    const [before, at, after] = settlements.slice(-4).map(({ settledAtMs }) => settledAtMs);
    await subject.use(async (exchange) => {
      const times = async (fromMs: number, toMs: number) =>
        (await checked(exchange, market, { fromMs, toMs })).rows.map((row) => row.settledAtMs);
      expect(await times(before!, at!)).toEqual([before]);
      expect(await times(at!, after!)).toEqual([at]);
      expect(await times(at!, at! + MINUTE_MS)).toEqual([at]);
      expect(await times(at! + MINUTE_MS, after!)).toEqual([]);
    });
  });

  it('begin and end with the window, and there are none before the listing or in the future', async () => {
    const [market, { launchedAtMs }] = named('COS');
    await subject.use(async (exchange) => {
      const candles = async (fromMs: number, toMs: number) =>
        (await exchange.candlePage(market, '1h', { fromMs, toMs })).map((row) => row.openAtMs);
      expect(await candles(CLOSED_MS - HOUR_MS, CLOSED_MS)).toEqual([CLOSED_MS - HOUR_MS]);
      const three = (await candles(CLOSED_MS - 3 * HOUR_MS, CLOSED_MS)).sort((a, b) => a - b);
      expect(three).toEqual([3, 2, 1].map((hours) => CLOSED_MS - hours * HOUR_MS));
      expect(await candles(launchedAtMs - 3 * HOUR_MS, launchedAtMs)).toEqual([]);
      const old = { fromMs: launchedAtMs - 2 * DAY_MS, toMs: launchedAtMs };
      expect(await exchange.settlementPage(market, old)).toEqual([]);
      const future = { fromMs: NOW_MS + DAY_MS, toMs: NOW_MS + 2 * DAY_MS };
      expect(await exchange.settlementPage(market, future)).toEqual([]);
    });
  });

  it('are not asked for in windows that are no page', async () => {
    const [market] = named('BTC');
    const asked = await subject.use(async (exchange) => {
      const steps = exchange.limits.candlesPerPage + 1;
      const refused = [
        exchange.candlePage(market, '1h', { fromMs: CLOSED_MS, toMs: CLOSED_MS }),
        exchange.candlePage(market, '1h', { fromMs: CLOSED_MS, toMs: CLOSED_MS - HOUR_MS }),
        exchange.candlePage(market, '1h', { fromMs: CLOSED_MS - steps * HOUR_MS, toMs: CLOSED_MS }),
        exchange.settlementPage(market, { fromMs: CLOSED_MS, toMs: CLOSED_MS }),
        exchange.settlementPage(market, { fromMs: CLOSED_MS + 1, toMs: CLOSED_MS + 2 }),
      ];
      for (const one of refused) await expect(one).rejects.toThrow(RangeError);
      return exchange.usage().requestsTotal;
    });
    expect(asked).toBe(0);
  });

  it('of a market that has left are known by its end, that of one which trades is not', async () => {
    const ended = markets.find(({ role }) => role === 'closed')!;
    const gone = { ...listed[0]!, symbol: 'TON/USDT:USDT', nativeId: ended.symbol };
    const endedAtMs = await subject.use((exchange) => exchange.delistedAtMs(gone));
    if (endedAtMs !== undefined) expect(NOW_MS - endedAtMs).toBeGreaterThan(20 * DAY_MS);
    await expect(
      subject.use((exchange) => exchange.delistedAtMs(listed[0]!)),
    ).resolves.toBeUndefined();
  });
});

async function checked(exchange: Exchange, market: Market, window: TimeWindow) {
  return checkSettlementPage(await exchange.settlementPage(market, window), window);
}

/** Every settlement from FROM_MS to now, the way that the adapter says its pages fill. */
async function walked(exchange: Exchange, market: Market): Promise<Settlement[]> {
  const { settlementsPerPage, fullPageHolds } = exchange.limits;
  const rows = new Map<number, Settlement>();
  let window = { fromMs: FROM_MS, toMs: NOW_MS };
  for (;;) {
    const { rows: page, received } = await checked(exchange, market, window);
    for (const row of page) rows.set(row.settledAtMs, row);
    if (received < settlementsPerPage) break;
    window =
      fullPageHolds === 'newest'
        ? { ...window, toMs: stampMinute(page[0]!.stampedAtMs) + MINUTE_MS }
        : { ...window, fromMs: stampMinute(page.at(-1)!.stampedAtMs) };
  }
  return [...rows.values()].sort((a, b) => a.settledAtMs - b.settledAtMs);
}
