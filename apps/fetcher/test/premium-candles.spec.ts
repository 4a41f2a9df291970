import type { DataDegraded } from '@fullcarry/contracts/facts/data-degraded-v1';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import { readRateMatch } from '@fullcarry/history/markets/read-rate-match';
import { CertificateStore } from '@fullcarry/history/proof/certificate-store';
import { MarketStore } from '@fullcarry/history/markets/market-store';
import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  isOdd,
  minuteOf,
  premiumCandle,
  recordMadePremium,
  type MadeMarket,
} from './premium-formula.js';
import { closeStacks, NOW_MS, Stack } from './stack.js';
import { held, readDatabase } from './stored.js';

const PREMIUM_DAYS = 2;
const CLOSED_MS = Math.floor(NOW_MS / MINUTE_MS) * MINUTE_MS;
const FROM_MS = Math.floor(NOW_MS / DAY_MS) * DAY_MS - PREMIUM_DAYS * DAY_MS;

const MARKETS: readonly (readonly [string, MadeMarket])[] = [
  ['bybit', { venue: 'bybit', symbol: 'ETHUSDT', hours: 8, scales: 'interest' }],
  ['binanceusdm', { venue: 'binance', symbol: 'ETHUSDT', hours: 4, scales: 'rate' }],
];

const folders: TempFolder[] = [];

afterEach(async () => {
  await closeStacks();
  for (const folder of folders.splice(0)) folder.remove();
});

describe('premium candles', () => {
  it.each(MARKETS)(
    'of %s are proven by the minute within a look-back of their own, and fetched again when a hand deletes them',
    async (api, market) => {
      const folder = tempFolder();
      folders.push(folder);
      recordMadePremium(folder.path, market);
      const stack = await Stack.start({
        replay: ['--api', api, '--recordings', folder.path],
        fetcher: {
          ...{ EXCHANGE: api, HISTORICAL_TOP_PAIRS: '1', RATE_BUDGET_SCOPE: 'replica' },
          ...{ HISTORICAL_SERIES: 'candles,funding,premium', HISTORICAL_LOOKBACK_DAYS: '10' },
          HISTORICAL_PREMIUM_DAYS: String(PREMIUM_DAYS),
        },
      });
      const [played] = (await stack.replay.describe()).markets;
      const { fetcher, ready } = await stack.runToReady();
      const kinds = ready.markets[0]?.certificates.map(({ series }) => series.kind).sort();
      expect(kinds).toEqual(['candles', 'funding', 'premium-candles']);
      const premium = await held(stack, market.symbol, 'premium-candles');
      expect(premium.series.key).toMatchObject({ timeframe: '1m' });
      const due = (CLOSED_MS - FROM_MS) / MINUTE_MS;
      // A page reads two rows along that lie before it.
      const kept = premium.candles.filter(({ openAtMs }) => openAtMs >= FROM_MS);
      expect(premium.candles.length - kept.length).toBeLessThanOrEqual(2);
      expect(kept).toEqual(
        Array.from({ length: due }, (_, i) => {
          const openAtMs = FROM_MS + i * MINUTE_MS;
          const texts = premiumCandle(minuteOf(openAtMs, played!.shiftWeeks));
          const [open, high, low, close] = texts.map(Number);
          return { openAtMs, open, high, low, close, volume: 0 };
        }),
      );
      expect(kept.some(({ open }) => open < 0)).toBe(true);
      expect(kept.some(({ open }) => open === 0)).toBe(true);
      const trades = await held(stack, market.symbol, 'candles');
      expect(trades.candles[0]?.openAtMs).toBeLessThanOrEqual(FROM_MS - 8 * DAY_MS);
      await fetcher.stop();

      // Of what is settled in the premium's own look-back each is rebuilt, but for those that were made odd.
      const { settlements } = await held(stack, market.symbol, 'funding');
      const within = settlements.filter(
        ({ settledAtMs }) => settledAtMs - market.hours * HOUR_MS >= FROM_MS,
      );
      const odd = within.filter(({ settledAtMs }) =>
        isOdd(minuteOf(settledAtMs, played!.shiftWeeks), market),
      );
      expect(odd.length).toBeGreaterThan(0);
      const match = await readDatabase(stack, async (database) => {
        const series = await new MarketStore(database).seriesOf(api, market.symbol);
        return readRateMatch(database, series, await new CertificateStore(database).all());
      });
      expect(match).toMatchObject({
        compared: within.length,
        matching: within.length - odd.length,
        ...{ interestRate: 0.0001, research: 'last-settled' },
      });

      await readDatabase(stack, (database) =>
        database.execute('DELETE FROM candle WHERE series_id = $1', premium.series.id),
      );
      const again = await stack.runToReady();
      expect(again.ready.datasetSha256).toBe(ready.datasetSha256);
      await again.fetcher.stop();

      const without = await stack.runToReady({ HISTORICAL_SERIES: 'candles,funding' });
      expect(without.ready.markets[0]?.certificates).toHaveLength(2);
      const tracked = await readDatabase(stack, (database) =>
        new MarketStore(database).trackedSeries(api, '1h'),
      );
      expect(tracked.map(({ key }) => key.kind)).not.toContain('premium-candles');
    },
    120_000,
  );

  it('that nobody recorded are refused, and their series is a gap that says so, while the others are proven', async () => {
    const stack = await Stack.start({
      replay: ['--symbols', 'BTCUSDT'],
      fetcher: {
        ...{ HISTORICAL_TOP_PAIRS: '1', HISTORICAL_LOOKBACK_DAYS: '3' },
        ...{ HISTORICAL_SERIES: 'candles,funding,premium', HISTORICAL_PREMIUM_DAYS: '1' },
        HISTORICAL_MAX_RETRIES: '0',
      },
    });
    const fetcher = stack.startFetcher();
    const degraded = await stack.fact<DataDegraded>('data.degraded', fetcher, {
      since: 0,
      isIt: ({ series }) => series.length > 0,
    });
    expect(degraded.series.map(({ series }) => series.kind)).toEqual(['premium-candles']);
    expect(degraded.series[0]?.gaps[0]?.evidence).toContain('The exchange refuses this request');
  }, 60_000);

  it('are kept by no other exchange: they are left out, which is said, and the rest is proven', async () => {
    const stack = await Stack.start({
      replay: ['--api', 'okx', '--symbols', 'BTCUSDT'],
      fetcher: {
        ...{ EXCHANGE: 'okx', HISTORICAL_TOP_PAIRS: '1', HISTORICAL_LOOKBACK_DAYS: '3' },
        ...{ HISTORICAL_SERIES: 'candles,funding,premium', RATE_BUDGET_SCOPE: 'replica' },
      },
    });
    const { ready } = await stack.runToReady();
    expect(ready.notKept).toEqual(['premium-candles']);
    expect(ready.markets[0]?.certificates).toHaveLength(2);
  }, 60_000);
});
