import { DAY_MS, floorTo, HOUR_MS } from '@fullcarry/domain/time-window';
import { Bybit } from '@fullcarry/exchange/bybit/bybit';
import {
  bybitOk,
  instrument,
  instrumentsResult,
  ticker,
} from '@fullcarry/exchange/spec-server/bybit-payloads';
import {
  sendJson,
  startSpecServer,
  type SpecServer,
} from '@fullcarry/exchange/spec-server/spec-server';
import type { Database } from '@fullcarry/history/database/database';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { instrumentsAt } from '@fullcarry/history/instruments/instruments-at';
import { emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import { RetryPolicy } from '../fetch/retry-policy.js';
import { Announcements } from '../plan/announcements.js';

const START_MS = Date.UTC(2026, 9, 1);
const STEP_MS = 6 * HOUR_MS;
const day = (n: number) => START_MS + n * DAY_MS;

describe('a month of what Bybit lists, as a fetcher sees it', () => {
  let server: SpecServer;
  let exchange: Bybit;
  let empty: EmptyDatabase;
  let database: Database;
  /** The time of the world: it passes only when the spec says so. */
  let nowMs = START_MS;

  beforeEach(async () => {
    server = await startSpecServer((request, response) => {
      const isTickers = request.path.endsWith('/tickers');
      const list = isTickers ? tickersNow() : instrumentsNow();
      sendJson(bybitOk(instrumentsResult(list)))(request, response);
    });
    exchange = new Bybit({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    empty = await emptyDatabase('sqlite');
    database = await openDatabase(empty.url);
    const retryPolicy = new RetryPolicy(
      { maxRetries: 0, baseMs: 1 },
      new AbortController().signal,
      pino({ enabled: false }),
    );
    const announcements = new Announcements(exchange, retryPolicy, database);
    for (nowMs = START_MS; nowMs < day(31); nowMs += STEP_MS) await announcements.observe(nowMs);
  });
  afterEach(async () => {
    await exchange.close();
    await database.close();
    await empty.remove();
    await server.close();
  });

  it('is kept once a day, at no request of its own', async () => {
    const polls = (31 * DAY_MS) / STEP_MS;
    expect(server.seen).toHaveLength(2 * polls);
    const readings = await database.json(
      z.array(z.int()),
      `SELECT ${database.dialect.collect('observed_at_ms', 'observed_at_ms')} FROM instrument_reading`,
    );
    expect(readings).toEqual(Array.from({ length: 31 }, (_, n) => day(n)));
  });

  it('has of any day which were traded most, and by which rules', async () => {
    const at = async (n: number) =>
      (await instrumentsAt(database, 'bybit', day(n)))?.instruments.map(
        ({ nativeId, rank, rules, endsAtMs }) => [nativeId, rank, rules?.quantityStep, endsAtMs],
      );
    expect(await at(4)).toEqual([
      ['BTCUSDT', 1, '0.001', undefined],
      ['ETHUSDT', 2, '0.001', undefined],
      ['OLDUSDT', 3, '0.001', undefined],
    ]);
    // On the 11th ETH's lot grew and an end was announced, on the 16th that market was gone, on the 21st ETH led.
    expect(await at(10)).toEqual([
      ['BTCUSDT', 1, '0.001', undefined],
      ['ETHUSDT', 2, '0.01', undefined],
      ['OLDUSDT', 3, '0.001', day(15)],
    ]);
    expect(await at(15)).toEqual([
      ['BTCUSDT', 1, '0.001', undefined],
      ['ETHUSDT', 2, '0.01', undefined],
    ]);
    expect((await at(20))?.[0]?.[0]).toBe('ETHUSDT');
  });

  function instrumentsNow(): object[] {
    const isLater = nowMs >= day(10);
    const lot = instrument('ETHUSDT', 'ETH').lotSizeFilter;
    return [
      instrument('BTCUSDT', 'BTC'),
      instrument('ETHUSDT', 'ETH', {
        lotSizeFilter: { ...lot, qtyStep: isLater ? '0.010' : '0.001' },
      }),
      ...(nowMs < day(15)
        ? [instrument('OLDUSDT', 'OLD', { deliveryTime: isLater ? String(day(15)) : '0' })]
        : []),
    ];
  }

  function tickersNow(): object[] {
    const nextFundingTime = String(floorTo(Date.now(), HOUR_MS) + HOUR_MS);
    const turnovers = { BTC: 3_000, ETH: nowMs >= day(20) ? 9_000 : 2_000, OLD: 1_000 };
    return Object.entries(turnovers).map(([coin, turnover24h]) =>
      ticker(`${coin}USDT`, { turnover24h: String(turnover24h), nextFundingTime }),
    );
  }
});
