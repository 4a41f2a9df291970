import type { Candle } from '@fullcarry/domain/candle';
import { checkCandlePage } from '@fullcarry/domain/check-candle-page';
import { DomainError } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';
import { cutWindow, MINUTE_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { minuteOf, premiumCandle, recordMadePremium } from '../premium-formula.js';
import { isUndetectable, NOW_MS, SUBJECTS, Subject } from './subject.js';

const KEPT_BY = ['bybit', 'binanceusdm'];
const KIND = 'premium-candles';

/** Whole pages of either exchange, and a rest. */
const WINDOW = { fromMs: NOW_MS - 1_100 * MINUTE_MS, toMs: NOW_MS };
const PAGE = { fromMs: NOW_MS - 300 * MINUTE_MS, toMs: NOW_MS };

/** They hold a connection, or ask for minutes of silence: alike for every question. */
const NOT_HERE = ['hang', 'stall-identity', 'stall-gzip', 'slow-drip', 'http-418-bare'];

const read = async (exchange: Exchange, market: Market, window: TimeWindow) =>
  checkCandlePage(await exchange.candlePage(market, '1m', window, KIND), window, MINUTE_MS, KIND);

for (const id of SUBJECTS) {
  describe(`the premium index of ${id}`, () => (KEPT_BY.includes(id) ? isKept(id) : isNotKept(id)));
}

function isKept(id: string): void {
  let folder: TempFolder;
  let subject: Subject;
  let market: Market;
  let truth: readonly Candle[];

  beforeAll(async () => {
    folder = tempFolder();
    // Made up: none was recorded.
    recordMadePremium(folder.path, {
      venue: id === 'bybit' ? 'bybit' : 'binance',
      ...({ symbol: 'ETHUSDT', hours: 8, scales: 'interest' } as const),
    });
    subject = await Subject.start(id, [], ['--recordings', folder.path]);
    [market] = (await subject.use((exchange) => exchange.markets())) as [Market];
    const [played] = (await subject.replay.describe()).markets;
    truth = Array.from({ length: 1_100 }, (_, i) => {
      const openAtMs = WINDOW.fromMs + i * MINUTE_MS;
      const texts = premiumCandle(minuteOf(openAtMs, played!.shiftWeeks));
      const [open, high, low, close] = texts.map(Number) as [number, number, number, number];
      return { ...{ openAtMs, open, high, low, close }, volume: 0 };
    });
  });
  afterAll(async () => {
    await subject.close();
    folder.remove();
  });

  it('is read by the minute, value for value, below 0 too, page by page', async () => {
    const rows = await subject.use(async (exchange) => {
      const pageMs = exchange.limits.candlesPerPage * MINUTE_MS;
      const pages = cutWindow(WINDOW, pageMs, WINDOW.fromMs);
      const found: Candle[] = [];
      for (const page of pages) found.push(...(await read(exchange, market, page)));
      return found;
    });
    expect(rows).toEqual(truth);
    expect(rows.some(({ close }) => close < 0)).toBe(true);
  });

  it('is true or an error of its kind, whatever goes wrong', async () => {
    const struck = new Set<string>();
    const known = new Set(truth.map((row) => JSON.stringify(row)));
    for (const kind of await subject.replay.faultKinds()) {
      if (NOT_HERE.includes(kind)) continue;
      await subject.replay.faults([{ kind, nth: 1 }]);
      const outcome = await subject.use(async (exchange) => {
        const answer = await read(exchange, market, PAGE).catch((error: unknown) => error);
        if (kind in (await subject.replay.stats()).faultsInjected) struck.add(kind);
        return answer;
      });
      const isTrue =
        outcome instanceof Error
          ? outcome instanceof DomainError
          : (outcome as Candle[]).every((row) => known.has(JSON.stringify(row)));
      expect([kind, isTrue || isUndetectable(id, kind, 'premium candles')]).toEqual([kind, true]);
    }
    expect(struck.size).toBeGreaterThan(20);
  }, 120_000);

  it('is charged with at least what the exchange charges', async () => {
    const { charged, counted } = await subject.use(async (exchange) => {
      await read(exchange, market, PAGE);
      const limiters = exchange.limiters.map(
        (limiter) => [limiter.name, limiter.usage().inWindow] as const,
      );
      return { charged: new Map(limiters), counted: (await subject.replay.stats()).limits };
    });
    for (const { name, peak } of counted) {
      expect([name, peak <= (charged.get(name) ?? peak)]).toEqual([name, true]);
    }
  });
}

function isNotKept(id: string): void {
  it('is not kept by the minute, and never asked for', async () => {
    const subject = await Subject.start(id, ['BTCUSDT']);
    try {
      const [market] = (await subject.use((exchange) => exchange.markets())) as [Market];
      await subject.use(async (exchange) => {
        expect(exchange.limits.candleKinds).not.toContain(KIND);
        await expect(exchange.candlePage(market, '1m', PAGE, KIND)).rejects.toThrow(RangeError);
        expect(exchange.usage().requestsTotal).toBe(0);
      });
    } finally {
      await subject.close();
    }
  });
}
