import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkSettlementPage } from '@fullcarry/domain/check-settlement-page';
import { describeReal, realAnswer, realText } from '../spec-server/real-answers.js';
import {
  sendJson,
  sendText,
  startSpecServer,
  type SpecServer,
} from '../spec-server/spec-server.js';
import { readCandles } from './bybit-candles.js';
import { readServerTimeMs } from './bybit-server-time.js';
import { readSettlements } from './bybit-settlements.js';
import { Bybit } from './bybit.js';

interface ListAnswer {
  readonly result: { readonly list: readonly { readonly symbol: string }[] };
}

/** The answer with some of its rows only, as two lists of different days have not the same. */
function only(answer: unknown, isKept: (symbol: string) => boolean) {
  const { result, ...envelope } = answer as ListAnswer;
  return {
    ...envelope,
    result: { ...result, list: result.list.filter((row) => isKept(row.symbol)) },
  };
}

describeReal({ describe, it }, "Bybit's real answers", () => {
  let server: SpecServer;
  let exchange: Bybit;
  let linear: unknown;

  beforeAll(async () => {
    server = await startSpecServer((request, response) => {
      const isSpot = request.query['category'] === 'spot';
      const instruments = isSpot ? realAnswer('bybit/instruments-spot') : linear;
      const tickers = realAnswer(isSpot ? 'bybit/tickers-spot' : 'bybit/tickers-linear');
      sendJson(request.path.endsWith('/tickers') ? tickers : instruments)(request, response);
    });
  });
  beforeEach(() => {
    linear = realAnswer('bybit/instruments-linear');
    exchange = new Bybit({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
  });
  afterEach(() => exchange.close());
  afterAll(() => server.close());

  it('list 11 perpetuals with their launch times and classes', async () => {
    const markets = await exchange.markets();
    expect(markets).toHaveLength(11);
    const of = (nativeId: string) => markets.find((one) => one.nativeId === nativeId);
    expect(of('BTCUSDT')).toMatchObject({ listedAtMs: 1584230400000, assetClass: 'coin' });
    expect(of('ALABUSDT')).toMatchObject({ listedAtMs: 1782721173000, assetClass: 'stock' });
    expect(of('AIOUSDT')).toMatchObject({ assetClass: 'coin', endsAtMs: undefined });
    expect(exchange.leftOutRows()).toEqual([]);
  });

  it('list nothing that trades where everything is before its launch', async () => {
    linear = realAnswer('bybit/instruments-linear-prelaunch');
    await expect(exchange.markets()).rejects.toMatchObject({ name: 'TransientError' });
  });

  it('have rates with their intervals', async () => {
    const received = (realAnswer('bybit/tickers-linear') as ListAnswer).result.list;
    const symbols = new Set(received.map(({ symbol }) => symbol));
    linear = only(linear, (symbol) => symbols.has(symbol));
    const tickers = await exchange.tickers();
    const of = (symbol: string) => tickers.find((one) => one.symbol === symbol);
    expect(tickers).toHaveLength(8);
    expect(of('0G/USDT:USDT')).toMatchObject({
      predictedRate: '0.00005',
      fundingIntervalMinutes: 240,
    });
    expect(of('1000000MOG/USDT:USDT')).toMatchObject({ predictedRate: '0.00077762' });
    expect(of('BTC/USDT:USDT')).toMatchObject({ fundingIntervalMinutes: 480 });
  });

  it('have lot sizes of both legs', async () => {
    const rules = await exchange.tradingRules();
    expect(rules).toHaveLength(11);
    expect(rules.find(({ symbol }) => symbol === 'BTC/USDT:USDT')).toMatchObject({
      perpetual: { quantityStep: '0.001', minQuantity: '0.001', minNotionalUsdt: '5' },
      spot: { spotNativeId: 'BTCUSDT', quantityStep: '0.000001', minNotionalUsdt: '5' },
    });
    expect(rules.find(({ symbol }) => symbol === '1000000BABYDOGE/USDT:USDT')?.spot).toMatchObject({
      spotNativeId: 'BABYDOGEUSDT',
      unitsPerContract: 1_000_000,
    });
    expect(exchange.leftOutRows()).toEqual([]);
  });

  it('have a settlement, its time, and no candles of another category', () => {
    const eth = {
      exchange: 'bybit',
      symbol: 'ETH/USDC:USDC',
      nativeId: 'ETHPERP',
      listedAtMs: undefined,
    };
    const window = { fromMs: 1672041600000, toMs: 1672041660000 };
    const reported = readSettlements(realAnswer('bybit/funding-history'), eth, {});
    expect(checkSettlementPage(reported, window).rows).toEqual([
      { settledAtMs: 1672041600000, stampedAtMs: 1672041600000, rate: '0.0001' },
    ]);
    expect(readServerTimeMs(realAnswer('bybit/time'))).toBe(1688639403423);
    expect(() =>
      readCandles(
        realAnswer('bybit/kline-inverse'),
        { category: 'linear', symbol: eth.nativeId },
        'candles',
        {},
      ),
    ).toThrow(expect.objectContaining({ name: 'DataIntegrityError' }));
  });

  it.each(['symbol', 'category'])('refuse a wrong %s, and nothing else', async (what) => {
    const refusing = await startSpecServer(sendText(200, realText(`bybit/error-10001-${what}`)));
    const other = new Bybit({ url: refusing.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    await expect(other.markets()).rejects.toMatchObject({
      name: 'PermanentError',
      context: { scope: 'request', retCode: 10001 },
    });
    await other.close();
    await refusing.close();
  });
});
