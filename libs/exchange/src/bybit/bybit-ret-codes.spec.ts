import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BTC, bybitRefusal } from '../spec-server/bybit-payloads.js';
import { sendJson, startSpecServer, type SpecServer } from '../spec-server/spec-server.js';
import { Bybit } from './bybit.js';

const WINDOW = { fromMs: 1758672000000, toMs: 1758675600000 };

describe("Bybit's return codes", () => {
  let server: SpecServer;
  let exchange: Bybit;

  beforeAll(async () => {
    server = await startSpecServer(sendJson({}));
  });
  beforeEach(() => {
    exchange = new Bybit({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
  });
  afterAll(() => server.close());

  const ask = () => exchange.candlePage(BTC, '1h', WINDOW);

  it.each([
    [10000, 'Server Timeout'],
    [10002, 'The request time exceeds the time window range.'],
    [10016, 'Internal error'],
    [10016, 'Request timeout, please try again later'],
    [429, 'The trading service is experiencing a high server load. Please retry'],
    [5004, 'Server timeout'],
  ])('%d, %s: may work again', async (retCode, retMsg) => {
    server.reply = sendJson(bybitRefusal(retCode, retMsg));
    await expect(ask()).rejects.toMatchObject({
      name: 'TransientError',
      holdMs: undefined,
      context: { retCode, retMsg, symbol: 'BTCUSDT', endpoint: '/v5/market/kline' },
    });
  });

  it.each([
    [10001, 'params error: symbol invalid', 'request'],
    [10001, 'Not supported symbols', 'request'],
    [10029, 'The requested symbol is invalid, please check symbol whitelist', 'request'],
    [170131, 'Insufficient balance.', 'request'],
    [10024, 'Compliance rules triggered', 'exchange'],
    [10027, 'Transactions are banned', 'exchange'],
    [10005, 'Permission denied', 'exchange'],
  ])('%d, %s: will not work again, for the %s', async (retCode, retMsg, scope) => {
    server.reply = sendJson(bybitRefusal(retCode, retMsg));
    await expect(ask()).rejects.toMatchObject({
      name: 'PermanentError',
      context: { retCode, scope, symbol: 'BTCUSDT' },
    });
  });

  it.each([
    ['until the reset that its headers name', '1758679203500', 3_500],
    ['a window where the reset is past', '1758679199000', 5_000],
    ['a window where the reset is absurd', '1999999999999', 5_000],
    ['a window where there is no reset', undefined, 5_000],
  ])('10006 holds everybody %s', async (_, resetAtMs, holdMs) => {
    const headers = resetAtMs === undefined ? {} : { 'X-Bapi-Limit-Reset-Timestamp': resetAtMs };
    server.reply = sendJson(bybitRefusal(10006, 'Too many visits!'), {
      'X-Bapi-Limit': '10',
      'X-Bapi-Limit-Status': '0',
      ...headers,
    });
    await expect(ask()).rejects.toMatchObject({ name: 'TransientError', holdMs });
    expect(exchange.usage().heldUntilMs).toBeDefined();
  });
});
