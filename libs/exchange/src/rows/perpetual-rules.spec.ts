import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BinanceUsdm } from '../binanceusdm/binanceusdm.js';
import { Bybit } from '../bybit/bybit.js';
import type { ExchangeOptions } from '../exchange-options.js';
import type { Exchange } from '../exchange.js';
import { Hyperliquid } from '../hyperliquid/hyperliquid.js';
import { Okx } from '../okx/okx.js';
import { bybitOk, instrument, instrumentsResult } from '../spec-server/bybit-payloads.js';
import { SWAP } from '../spec-server/okx-payloads.js';
import { describeReal, realAnswer } from '../spec-server/real-answers.js';
import { sendJson, startSpecServer, type SpecServer } from '../spec-server/spec-server.js';

const PERPETUAL = {
  contractType: 'PERPETUAL',
  status: 'TRADING',
  quoteAsset: 'USDT',
  marginAsset: 'USDT',
  onboardDate: 1_569_398_400_000,
  deliveryDate: 4_133_404_800_000,
};
const FILTERS = [
  { filterType: 'PRICE_FILTER', tickSize: '0.10' },
  { filterType: 'LOT_SIZE', stepSize: '0.001', minQty: '0.001' },
  { filterType: 'MIN_NOTIONAL', notional: '50' },
];
const LOT = { quantityStep: '0.001', minQuantity: '0.001', contractSize: '1' };
const tooBare = (row: object, field: string) => ({ ...row, [field]: '' });

let server: SpecServer;
let exchange: Exchange | undefined;
beforeAll(async () => {
  server = await startSpecServer(sendJson({}));
});
afterEach(() => exchange?.close());
afterAll(() => server.close());

async function rulesOf(
  Adapter: new (options: ExchangeOptions) => Exchange,
  answer: unknown,
): Promise<[string, unknown][]> {
  server.reply = sendJson(answer);
  exchange = new Adapter({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
  expect([...exchange.perpetualRules()]).toEqual([]);
  await exchange.markets();
  const asked = server.seen.length;
  const rules = [...exchange.perpetualRules()];
  expect(server.seen.length).toBe(asked);
  return rules;
}

describe('what the list says of orders in a perpetual', () => {
  it('is read from Bybit’s filters; a market whose lot is no number is left out', async () => {
    const bare = tooBare(instrument('ETHUSDT', 'ETH').lotSizeFilter, 'qtyStep');
    const rows = [
      instrument('BTCUSDT', 'BTC'),
      instrument('ETHUSDT', 'ETH', { lotSizeFilter: bare }),
    ];
    expect(await rulesOf(Bybit, bybitOk(instrumentsResult(rows)))).toEqual([
      ['BTC/USDT:USDT', { ...LOT, minNotionalUsdt: '5', priceStep: '0.1' }],
    ]);
  });

  it('is read from Binance’s filters', async () => {
    const symbols = [
      { ...PERPETUAL, symbol: 'BTCUSDT', baseAsset: 'BTC', filters: FILTERS },
      { ...PERPETUAL, symbol: 'ETHUSDT', baseAsset: 'ETH', filters: FILTERS.slice(1) },
    ];
    expect(await rulesOf(BinanceUsdm, { symbols })).toEqual([
      ['BTC/USDT:USDT', { ...LOT, minNotionalUsdt: '50', priceStep: '0.1' }],
    ]);
  });

  it('is counted in coins on OKX, whose orders are in contracts', async () => {
    const data = [
      { ...SWAP, tickSz: '0.1' },
      { ...SWAP, instId: 'ETH-USDT-SWAP', uly: 'ETH-USDT' },
    ];
    expect(await rulesOf(Okx, { code: '0', msg: '', data })).toEqual([
      [
        'BTC/USDT:USDT',
        {
          quantityStep: '0.0001',
          minQuantity: '0.0001',
          minNotionalUsdt: '0',
          priceStep: '0.1',
          contractSize: '0.01',
        },
      ],
    ]);
  });

  it('has no price step on Hyperliquid, whose prices have five significant figures', async () => {
    expect(await rulesOf(Hyperliquid, { universe: [{ name: 'BTC', szDecimals: 5 }] })).toEqual([
      [
        'BTC/USDC:USDC',
        {
          quantityStep: '0.00001',
          minQuantity: '0.00001',
          minNotionalUsdt: '10',
          priceStep: undefined,
          contractSize: '1',
        },
      ],
    ]);
  });
});

describeReal({ describe, it }, 'what real lists say of orders', () => {
  it.each([
    ['bybit/instruments-linear', Bybit, { priceStep: '0.1', minNotionalUsdt: '5' }],
    ['binanceusdm/fapi-exchangeInfo.cut', BinanceUsdm, { priceStep: '0.1', contractSize: '1' }],
    ['okx/instruments-swap', Okx, { priceStep: '0.1', contractSize: '0.01' }],
    ['hyperliquid/meta', Hyperliquid, { priceStep: undefined, minNotionalUsdt: '10' }],
  ] as const)('%s: of every market that is listed', async (name, Adapter, ofBtc) => {
    const rules = new Map(await rulesOf(Adapter, realAnswer(name)));
    const markets = await exchange?.markets();
    expect(rules.size).toBe(markets?.length);
    const btc = [...rules].find(([symbol]) => symbol.startsWith('BTC/'));
    expect(btc?.[1]).toMatchObject(ofBtc);
  });
});
