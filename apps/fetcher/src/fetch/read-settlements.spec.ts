import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import { openExchange } from '@fullcarry/exchange/open-exchange';
import {
  sendJson,
  startSpecServer,
  type SpecServer,
} from '@fullcarry/exchange/spec-server/spec-server';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import { PageReader } from './page-reader.js';
import { RetryPolicy } from './retry-policy.js';
import { readSettlements } from './read-settlements.js';

const FROM_MS = Date.parse('2026-02-01T00:00Z');
const HOURS = 450;
const PER_PAGE = 200;
const LATE_MS = 888_000;

interface Row {
  readonly atMs: number;
  readonly rate: string;
}

/** Hourly, newest first and 200 at most between two stamps, as Bybit gives them. */
function page(reported: readonly Row[], fromMs: number, toMs: number) {
  const list = reported
    .filter(({ atMs }) => fromMs <= atMs && atMs <= toMs)
    .sort((a, b) => b.atMs - a.atMs)
    .slice(0, PER_PAGE)
    .map(({ atMs, rate }) => ({
      symbol: 'BTCUSDT',
      fundingRate: rate,
      fundingRateTimestamp: String(atMs),
    }));
  return { retCode: 0, retMsg: 'OK', result: { category: 'linear', list }, time: toMs };
}

describe('the settlements of a window of several pages', () => {
  let server: SpecServer;
  let exchange: Exchange;
  let reported: Row[];
  const warnings: unknown[] = [];
  const logger = {
    warn: (fields: unknown) => warnings.push(fields),
    debug: () => undefined,
  } as unknown as Logger;

  beforeAll(async () => {
    server = await startSpecServer((request, response) => {
      const { startTime, endTime } = request.query;
      sendJson(page(reported, Number(startTime), Number(endTime)))(request, response);
    });
    exchange = openExchange({
      id: 'bybit',
      url: server.url,
      rateBudget: 1,
      requestTimeoutMs: 5_000,
    });
  });
  afterAll(async () => {
    await exchange.close();
    await server.close();
  });

  const read = async () => {
    const retryPolicy = new RetryPolicy(
      { maxRetries: 0, baseMs: 1 },
      new AbortController().signal,
      logger,
    );
    const window = { fromMs: FROM_MS + DAY_MS, toMs: FROM_MS + HOURS * HOUR_MS };
    const known = {
      exchange: 'bybit',
      symbol: 'BTC/USDT:USDT',
      nativeId: 'BTCUSDT',
      listedAtMs: FROM_MS,
      delistedAtMs: undefined,
      endMs: window.toMs,
    };
    return readSettlements(new PageReader(exchange, retryPolicy, logger), window, known);
  };
  const hourly = (change: (hour: number) => Partial<Row> & { offMs?: number }) =>
    Array.from({ length: HOURS }, (_, hour) => {
      const { offMs = 0, rate = `0.000${hour + 1}` } = change(hour);
      return { atMs: FROM_MS + hour * HOUR_MS + offMs, rate };
    });

  it('are all there, whichever row of a page is stamped late', async () => {
    for (const shift of [-1, 0, 1]) {
      // The last rows of the first and of the second page, and those around them.
      const late = new Set([HOURS - PER_PAGE + shift, HOURS - 2 * PER_PAGE + 1 + shift]);
      reported = hourly((hour) => ({ offMs: late.has(hour) ? LATE_MS : 0 }));
      const { rows } = await read();
      expect(rows.map(({ settledAtMs }) => settledAtMs)).toEqual(
        Array.from({ length: HOURS }, (_, hour) => FROM_MS + hour * HOUR_MS),
      );
    }
  });

  it('are there but for the one that cannot be read, which is logged once', async () => {
    reported = hourly((hour) => (hour === 300 ? { rate: '' } : {}));
    warnings.length = 0;
    const { rows } = await read();
    expect(rows).toHaveLength(HOURS - 1);
    expect(warnings).toEqual([
      {
        exchange: 'bybit',
        symbol: 'BTC/USDT:USDT',
        stamp: String(FROM_MS + 300 * HOUR_MS),
        rate: '',
        fault: 'the rate is no decimal number',
      },
    ]);
  });
});
