import { DAY_MS } from '@fullcarry/domain/time-window';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { saveReading } from '@fullcarry/history/instruments/save-reading';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../run-cli.fixture.js';

const READ_AT_MS = Date.UTC(2026, 9, 1, 0, 0, 40);
const RULES = {
  quantityStep: '0.001',
  minQuantity: '0.001',
  minNotionalUsdt: '5',
  priceStep: '0.1',
  contractSize: '1',
};

describe.each(DATABASES)('instruments on %s', (kind) => {
  let empty: EmptyDatabase;
  const run = (...args: string[]) => runCli(['instruments', '--database', empty.url, ...args]);

  beforeAll(async () => {
    empty = await emptyDatabase(kind);
    const database = await openDatabase(empty.url);
    for (const [observedAtMs, ethTurnover] of [
      [READ_AT_MS, '500.5'],
      [READ_AT_MS + DAY_MS, '5000'],
    ] as const) {
      const markets = ['BTC', 'ETH', 'NEW'].map((base) => ({
        exchange: 'bybit',
        symbol: `${base}/USDT:USDT`,
        nativeId: `${base}USDT`,
        listedAtMs: Date.UTC(2026, 0, 1),
        assetClass: 'coin' as const,
      }));
      const ticker = (symbol: string, turnoverUsdt24h: string) => ({
        ...{ symbol, turnoverUsdt24h, predictedRate: '0', nextFundingAtMs: observedAtMs },
        ...{ fundingIntervalMinutes: 480, markPrice: '1', lastPrice: '1' },
      });
      await saveReading(database, {
        exchange: 'bybit',
        observedAtMs,
        markets,
        rules: new Map([['BTC/USDT:USDT', RULES]]),
        tickers: [ticker('BTC/USDT:USDT', '1000'), ticker('ETH/USDT:USDT', ethTurnover)],
        unread: new Set(),
      });
    }
    await database.close();
  });
  afterAll(() => empty.remove());

  it('lists those of a day by rank, and says of what is not known that it isn’t', async () => {
    const { code, stdout } = await run('--at', '2026-10-01');
    expect(code).toBe(0);
    const lines = stdout
      .replace(/ {2,}/g, '|')
      .split('\n')
      .map((line) => line.replace(/^\|/, ''));
    expect(lines.slice(2, 5)).toEqual([
      '1|BTCUSDT|coin|1,000|0.1|0.001|0.001|5|1|2026-01-01 00:00|–',
      '2|ETHUSDT|coin|501|–|–|–|–|–|2026-01-01 00:00|–',
      '–|NEWUSDT|coin|–|–|–|–|–|–|2026-01-01 00:00|–',
    ]);
    expect(stdout).toContain('3 perpetuals of bybit, as its list was read at 2026-10-01 00:00 UTC');
  });

  it('of an instant prints what was known then: nothing that was learnt later', async () => {
    const first = async (...at: string[]) => {
      const { stdout } = await run('--json', '--top', '1', ...at);
      const { observedAtMs, instruments } = JSON.parse(stdout);
      return { observedAtMs, first: instruments[0].nativeId };
    };
    const yesterday = { observedAtMs: READ_AT_MS, first: 'BTCUSDT' };
    expect(await first('--at', '2026-10-02T00:00')).toEqual(yesterday);
    const today = { observedAtMs: READ_AT_MS + DAY_MS, first: 'ETHUSDT' };
    expect(await first('--at', '2026-10-02')).toEqual(today);
    expect(await first()).toEqual(today);
  });

  it('refuses what it has nothing of', async () => {
    expect(await run('--at', '2026-09-30')).toMatchObject({
      code: 2,
      stderr: ['No list of bybit had been read yet at 2026-09-30 23:59 UTC'],
    });
    expect(await run('--exchange', 'okx')).toMatchObject({
      code: 2,
      stderr: ['No list of okx has been read: stored are bybit'],
    });
    expect((await run('--top', '0')).code).toBe(2);
  });
});
