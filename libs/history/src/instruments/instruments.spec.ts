import type { Market } from '@fullcarry/domain/market/market';
import type { PerpetualRules } from '@fullcarry/domain/market/trading-rules';
import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { instrumentsAt } from './instruments-at.js';
import { lastReadingDayMs, saveReading } from './save-reading.js';

const START_MS = Date.UTC(2026, 9, 1);
const BASES = Array.from({ length: 30 }, (_, i) => `C${String(i).padStart(2, '0')}`);
const RULES: PerpetualRules = {
  quantityStep: '0.001',
  minQuantity: '0.001',
  minNotionalUsdt: '5',
  priceStep: '0.1',
  contractSize: '1',
};

/** Some seconds past midnight: the reading of the day. */
const readAtMs = (day: number) => START_MS + day * DAY_MS + 40_000;
const symbolOf = (base: string) => `${base}/USDT:USDT`;

/** The exchange on a day of the month: C07's lot changes on the 11th, C03 leaves on the 16th, C29 rises on the 21st. */
function listOn(day: number) {
  const bases = BASES.filter((base) => base !== 'C03' || day < 15);
  const markets = bases.map((base): Market => ({
    exchange: 'bybit',
    symbol: symbolOf(base),
    nativeId: `${base}USDT`,
    listedAtMs: START_MS - DAY_MS,
    endsAtMs: base === 'C03' && day >= 12 ? START_MS + 15 * DAY_MS : undefined,
    assetClass: 'coin',
  }));
  const rules = new Map(
    bases.map((base): [string, PerpetualRules] => {
      const isCoarser = base === 'C07' && day >= 10;
      return [symbolOf(base), isCoarser ? { ...RULES, quantityStep: '0.01' } : RULES];
    }),
  );
  const turnover = (base: string) =>
    base === 'C29' && day >= 20 ? '5000000' : String(1_000_000 - 1_000 * BASES.indexOf(base));
  const tickers = bases.map((base) => ({
    symbol: symbolOf(base),
    turnoverUsdt24h: turnover(base),
    predictedRate: '0.0001',
    nextFundingAtMs: readAtMs(day) + HOUR_MS,
    fundingIntervalMinutes: 480,
    markPrice: '1',
    lastPrice: '1',
  }));
  return { exchange: 'bybit', markets, rules, tickers, unread: new Set<string>() };
}

describe.each(DATABASES)('a month of an exchange’s list on %s', (kind) => {
  let empty: EmptyDatabase;
  let database: Database;
  const read = (day: number) =>
    saveReading(database, { ...listOn(day), observedAtMs: readAtMs(day) });
  const topOf = async (atMs: number, many = 20) => {
    const then = await instrumentsAt(database, 'bybit', atMs);
    return then?.instruments.slice(0, many).map(({ nativeId }) => nativeId.slice(0, 3));
  };
  const oneOf = async (atMs: number, base: string) => {
    const then = await instrumentsAt(database, 'bybit', atMs);
    return then?.instruments.find(({ symbol }) => symbol === symbolOf(base));
  };

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
    database = await openDatabase(empty.url);
    for (let day = 0; day < 31; day += 1) await read(day);
  });
  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  it('gives the top 20 of any day', async () => {
    expect(await topOf(readAtMs(5))).toEqual(BASES.slice(0, 20));
    expect(await topOf(readAtMs(15))).toEqual(BASES.filter((base) => base !== 'C03').slice(0, 20));
    expect((await topOf(readAtMs(20)))?.[0]).toBe('C29');
    expect((await topOf(readAtMs(19)))?.includes('C29')).toBe(false);
  });

  it('gives the rules as of any day, and when an end was announced', async () => {
    expect((await oneOf(readAtMs(9), 'C07'))?.rules?.quantityStep).toBe('0.001');
    expect((await oneOf(readAtMs(10), 'C07'))?.rules).toEqual({ ...RULES, quantityStep: '0.01' });
    expect((await oneOf(readAtMs(11), 'C03'))?.endsAtMs).toBeUndefined();
    expect((await oneOf(readAtMs(12), 'C03'))?.endsAtMs).toBe(START_MS + 15 * DAY_MS);
    expect(await oneOf(readAtMs(15), 'C03')).toBeUndefined();
  });

  it('tells nothing that was learnt later', async () => {
    const before = await instrumentsAt(database, 'bybit', readAtMs(20) - 1);
    expect(before).toMatchObject({ observedAtMs: readAtMs(19), dayMs: START_MS + 19 * DAY_MS });
    expect(before?.instruments[0]?.nativeId).toBe('C00USDT');
    expect(await instrumentsAt(database, 'bybit', readAtMs(0) - 1)).toBeUndefined();
    expect(await instrumentsAt(database, 'okx', readAtMs(9))).toBeUndefined();
  });

  it('keeps a row only where something changed, and turnover by day', async () => {
    const count = (table: string) => database.json(z.int(), `SELECT count(*) FROM ${table}`);
    // All thirty, the coarser lot, the announced end, and that it is gone.
    expect(await count('instrument_snapshot')).toBe(30 + 3);
    expect(await count('instrument_turnover')).toBe(15 * 30 + 16 * 29);
  });

  it('keeps the first reading of a day, whichever fetcher has another', async () => {
    const later = { ...listOn(30), tickers: [], observedAtMs: readAtMs(30) + HOUR_MS };
    expect(await saveReading(database, later)).toBe(false);
    const next = { ...listOn(31), observedAtMs: readAtMs(31) };
    const kept = await Promise.all([saveReading(database, next), saveReading(database, next)]);
    expect(kept.filter(Boolean)).toHaveLength(1);
    expect(await lastReadingDayMs(database, 'bybit')).toBe(START_MS + 31 * DAY_MS);
  });

  it('ranks only what has a ticker: no turnover is not a turnover of 0', async () => {
    const { tickers, ...list } = listOn(31);
    const some = { ...list, tickers: tickers.slice(1), observedAtMs: readAtMs(31) };
    await saveReading(database, some);
    expect(await oneOf(readAtMs(31), 'C00')).toMatchObject({
      rank: undefined,
      turnoverUsdt24h: undefined,
    });
    expect((await topOf(readAtMs(31), 30))?.at(-1)).toBe('C00');
  });
});
