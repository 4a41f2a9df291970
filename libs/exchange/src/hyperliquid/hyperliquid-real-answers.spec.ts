import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import type { Market } from '@fullcarry/domain/market/market';
import { HOUR_MS, MINUTE_MS } from '@fullcarry/domain/time-window';
import { describeReal, realAnswer, realRows } from '../spec-server/real-answers.js';
import { sendJson, startSpecServer, type SpecServer } from '../spec-server/spec-server.js';
import { readCandles } from './hyperliquid-candles.js';
import { readSettlements } from './hyperliquid-settlements.js';
import { Hyperliquid } from './hyperliquid.js';

const BTC: Market = {
  exchange: 'hyperliquid',
  symbol: 'BTC/USDC:USDC',
  nativeId: 'BTC',
  listedAtMs: undefined,
  assetClass: 'coin',
};

describeReal({ describe, it }, "Hyperliquid's real answers", () => {
  let server: SpecServer;
  let exchange: Hyperliquid;
  let contexts: unknown;

  beforeAll(async () => {
    server = await startSpecServer((request, response) => {
      const { type } = JSON.parse(request.body) as { type: string };
      const answers: Record<string, () => unknown> = {
        exchangeStatus: () => ({ specialStatuses: null, time: Date.now() }),
        meta: () => realAnswer('hyperliquid/meta'),
        metaAndAssetCtxs: () => contexts,
        spotMetaAndAssetCtxs: () => realAnswer('hyperliquid/spotMetaAndAssetCtxs'),
      };
      sendJson(answers[type]?.())(request, response);
    });
  });
  beforeEach(() => {
    contexts = realAnswer('hyperliquid/metaAndAssetCtxs');
    exchange = new Hyperliquid({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
  });
  afterEach(() => exchange.close());
  afterAll(() => server.close());

  it('list coins without the delisted one, and have its rates', async () => {
    const markets = await exchange.markets();
    expect(markets).toContainEqual(BTC);
    expect(markets.map(({ nativeId }) => nativeId)).toEqual(['BTC', 'ETH', 'ATOM', 'kPEPE']);
    const tickers = await exchange.tickers();
    expect(tickers[0]).toMatchObject({
      symbol: BTC.symbol,
      predictedRate: '0.0000052764',
      fundingIntervalMinutes: 60,
      markPrice: '80639',
      lastPrice: '80639.5',
    });
    expect(tickers).toHaveLength(4);
    expect(exchange.leftOutRows()).toEqual([]);
  });

  it('have the bridged spot market of a coin', async () => {
    const [btc, eth] = await exchange.tradingRules();
    expect(btc).toMatchObject({
      perpetual: { quantityStep: '0.00001' },
      spot: { spotNativeId: '@142', spotSymbol: 'BTC/USDC', unitsPerContract: 1 },
    });
    expect(eth?.spot).toBeUndefined();
    await expect(exchange.spotTickers()).resolves.toMatchObject([{ lastPrice: '80651.5' }]);
  });

  it('are read where a premium and impact prices are null', async () => {
    const universe = [{ name: 'SAGA', szDecimals: 1 }];
    contexts = [{ universe }, [realAnswer('hyperliquid/assetCtx-saga-testnet')]];
    const saga = await startSpecServer((request, response) => {
      const { type } = JSON.parse(request.body) as { type: string };
      const meta = type === 'meta' ? { universe } : contexts;
      sendJson(type === 'exchangeStatus' ? { time: Date.now() } : meta)(request, response);
    });
    const other = new Hyperliquid({ url: saga.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    await expect(other.tickers()).resolves.toMatchObject([
      { predictedRate: '0', markPrice: '0.01483' },
    ]);
    await other.close();
    await saga.close();
  });

  it('are of no known class on another dex', async () => {
    const [meta] = realAnswer('hyperliquid/metaAndAssetCtxs-xyz') as [unknown, unknown];
    const xyz = await startSpecServer(sendJson(meta));
    const other = new Hyperliquid({ url: xyz.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    await expect(other.markets()).resolves.toMatchObject([
      { nativeId: 'xyz:TSLA', assetClass: 'unknown' },
      { nativeId: 'xyz:GOLD', assetClass: 'unknown' },
    ]);
    await other.close();
    await xyz.close();
  });

  it('have settlements 2 to 58 ms late, and candles', () => {
    const reported = readSettlements(realAnswer('hyperliquid/fundingHistory-BTC'), BTC, {});
    const window = { fromMs: 1787626800000, toMs: 1790690460000 };
    const { rows, setAside } = checkSettlementPage(reported, window);
    expect(setAside).toEqual([]);
    expect(rows.map((row) => row.stampedAtMs - row.settledAtMs)).toEqual([17, 2, 58, 28]);
    const asked = { coin: 'BTC', interval: '1h' as const, startTime: 0, endTime: 0 };
    expect(readCandles(realAnswer('hyperliquid/candleSnapshot-BTC-1h'), asked, {})).toMatchObject([
      { openAtMs: 1718895600000, volume: 190.58479 },
      { openAtMs: 1718899200000 },
    ]);
  });

  it('settled on every hour of 76 days, one of them 1.8 and one 14.8 minutes late', () => {
    const recorded = realRows('legs/hyperliquid/funding/BTC');
    const reported = recorded.map(({ time = '', fundingRate = '' }) => ({
      stamp: time,
      rate: fundingRate,
    }));
    const window = { fromMs: 0, toMs: Date.parse('2026-01-01T00:00Z') };
    const { rows, setAside } = checkSettlementPage(reported, window);
    expect(setAside).toEqual([]);
    expect(rows).toHaveLength(recorded.length);
    const late = rows.map((row) => row.stampedAtMs - row.settledAtMs).sort((a, b) => b - a);
    expect(late.slice(0, 2).map((ms) => (ms / MINUTE_MS).toFixed(1))).toEqual(['14.8', '1.8']);
    expect(late[2]).toBeLessThan(2_000);
    const steps = new Set(
      rows.slice(1).map((row, i) => row.settledAtMs - (rows[i]?.settledAtMs ?? 0)),
    );
    expect([...steps]).toEqual([HOUR_MS]);
  });
});
