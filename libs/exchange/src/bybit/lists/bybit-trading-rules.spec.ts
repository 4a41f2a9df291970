import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TransientError } from '@fullcarry/domain/errors';
import {
  bybitOk,
  instrument,
  instrumentsResult,
  spotInstrument,
  spotInstrumentsResult,
} from '../../spec-server/bybit-payloads.js';
import {
  sendJson,
  sendText,
  startSpecServer,
  type Reply,
  type SpecServer,
} from '../../spec-server/spec-server.js';
import { Bybit } from '../bybit.js';

const PERPETUALS = [
  instrument('BTCUSDT', 'BTC'),
  instrument('1000PEPEUSDT', '1000PEPE'),
  instrument('SHIB1000USDT', 'SHIB1000'),
  instrument('10000SATSUSDT', '10000SATS'),
  instrument('1000CATUSDT', '1000CAT'),
  instrument('LONELYUSDT', 'LONELY'),
];
const SPOT = [
  spotInstrument('BTCUSDC', 'BTC', { quoteCoin: 'USDC' }),
  spotInstrument('BTCUSDT', 'BTC'),
  spotInstrument('PEPEUSDT', 'PEPE'),
  spotInstrument('SHIBUSDT', 'SHIB'),
  spotInstrument('SATSUSDT', 'SATS'),
  spotInstrument('CATUSDT', 'CAT'),
  spotInstrument('1000CATUSDT', '1000CAT'),
  spotInstrument('LONELYUSDT', 'LONELY', { status: 'PreLaunch' }),
  spotInstrument('OTHERUSDT', 'OTHER', { lotSizeFilter: { basePrecision: '' } }),
];

describe("Bybit's trading rules", () => {
  let server: SpecServer;
  let exchange: Bybit;
  let perpetuals: readonly unknown[];
  let spot: Reply;

  beforeAll(async () => {
    server = await startSpecServer((request, response) => {
      const linear = sendJson(bybitOk(instrumentsResult(perpetuals)));
      (request.query['category'] === 'spot' ? spot : linear)(request, response);
    });
  });
  beforeEach(() => {
    exchange = new Bybit({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
    perpetuals = PERPETUALS;
    spot = sendJson(bybitOk(spotInstrumentsResult(SPOT)));
  });
  afterAll(() => server.close());

  it('are the quantities that each leg may have, as exact decimals', async () => {
    const [btc] = await exchange.tradingRules();
    expect(btc).toEqual({
      symbol: 'BTC/USDT:USDT',
      perpetual: { quantityStep: '0.001', minQuantity: '0.001', minNotionalUsdt: '5' },
      spot: {
        spotSymbol: 'BTC/USDT',
        spotNativeId: 'BTCUSDT',
        unitsPerContract: 1,
        quantityStep: '0.000001',
        minQuantity: '0.000011',
        minNotionalUsdt: '5',
      },
    });
    expect(server.seen.at(-1)?.query).toEqual({ category: 'spot' });
  });

  it("find the coin of a perpetual that stands for many coins, and the coin's own name first", async () => {
    const rules = await exchange.tradingRules();
    expect(
      rules.map(({ symbol, spot: leg }) => [symbol, leg?.spotNativeId, leg?.unitsPerContract]),
    ).toEqual([
      ['BTC/USDT:USDT', 'BTCUSDT', 1],
      ['1000PEPE/USDT:USDT', 'PEPEUSDT', 1000],
      ['SHIB1000/USDT:USDT', 'SHIBUSDT', 1000],
      ['10000SATS/USDT:USDT', 'SATSUSDT', 10000],
      ['1000CAT/USDT:USDT', '1000CATUSDT', 1],
      ['LONELY/USDT:USDT', undefined, undefined],
    ]);
  });

  it('find no spot market of another class: the coin ON is no part of the maker of semiconductors', async () => {
    perpetuals = [
      instrument('ONUSDT', 'ON', { symbolType: 'stock' }),
      instrument('TSLAUSDT', 'TSLA', { symbolType: 'stock' }),
      instrument('BTCUSDT', 'BTC'),
    ];
    spot = sendJson(
      bybitOk(
        spotInstrumentsResult([
          spotInstrument('ONUSDT', 'ON'),
          spotInstrument('TSLAUSDT', 'TSLA', { symbolType: 'xstocks' }),
          spotInstrument('BTCUSDT', 'BTC', { symbolType: 'xstocks' }),
        ]),
      ),
    );
    const rules = await exchange.tradingRules();
    expect(rules.map((one) => one.spot?.spotNativeId)).toEqual([undefined, 'TSLAUSDT', undefined]);
  });

  it('ask for spot anew each time, and follow the last list of markets', async () => {
    await exchange.tradingRules();
    spot = sendJson(bybitOk(spotInstrumentsResult([spotInstrument('ETHUSDT', 'ETH')])));
    perpetuals = [instrument('ETHUSDT', 'ETH')];
    await exchange.markets();
    await expect(exchange.tradingRules()).resolves.toMatchObject([
      { symbol: 'ETH/USDT:USDT', spot: { spotNativeId: 'ETHUSDT' } },
    ]);
  });

  it.each<[string, Reply]>([
    ['the list is empty', sendJson(bybitOk(spotInstrumentsResult([])))],
    ['the list is missing', sendJson(bybitOk({ category: 'spot' }))],
    ['the list is of another category', sendJson(bybitOk(instrumentsResult(PERPETUALS)))],
    ['there is no result', sendJson(bybitOk(null))],
    ['nothing trades against USDT', sendJson(bybitOk(spotInstrumentsResult(SPOT.slice(0, 1))))],
    ['the answer is cut short', sendText(200, JSON.stringify(bybitOk({})).slice(0, 30))],
  ])('are asked for again when %s', async (_, reply) => {
    spot = reply;
    await expect(exchange.tradingRules()).rejects.toThrow(TransientError);
  });

  it.each([
    ['linear', 'qtyStep', ''],
    ['linear', 'qtyStep', '0'],
    ['linear', 'minOrderQty', 'NaN'],
    ['linear', 'minNotionalValue', undefined],
    ['spot', 'basePrecision', '-1'],
    ['spot', 'minOrderQty', 'Infinity'],
    ['spot', 'minOrderAmt', 'abc'],
  ])('leave out the one market whose %s %s is "%s"', async (category, field, text) => {
    const broken = (row: { lotSizeFilter: object }) => ({
      ...row,
      lotSizeFilter: { ...row.lotSizeFilter, [field]: text },
    });
    perpetuals =
      category === 'linear'
        ? [broken(instrument('BTCUSDT', 'BTC')), ...PERPETUALS.slice(1)]
        : PERPETUALS;
    const rows =
      category === 'spot' ? [broken(spotInstrument('BTCUSDT', 'BTC')), ...SPOT.slice(2)] : SPOT;
    spot = sendJson(bybitOk(spotInstrumentsResult(rows)));
    const rules = await exchange.tradingRules();
    expect(rules.map(({ symbol }) => symbol)).not.toContain('BTC/USDT:USDT');
    expect(rules).toHaveLength(5);
    expect(exchange.leftOutRows()).toMatchObject([{ row: 'BTCUSDT', list: 'lot sizes' }]);
    // Who only collects history does not trade, and needs no lot size.
    await expect(exchange.markets()).resolves.not.toHaveLength(0);
  });
});
