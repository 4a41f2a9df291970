import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TransientError } from '@fullcarry/domain/errors';
import bybit from 'ccxt/js/src/bybit.js';
import { BTC, bybitOk, instrument, instrumentsResult } from '../../spec-server/bybit-payloads.js';
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
  instrument('1000PEPEUSDT', '1000PEPE', { launchTime: '1683177600000' }),
  instrument('SHIB1000USDT', 'SHIB1000', { launchTime: '0', fundingInterval: 240 }),
];
const DECOYS = [
  instrument('BTCPERP', 'BTC', { quoteCoin: 'USDC', settleCoin: 'USDC' }),
  instrument('BTCUSDT-26DEC25', 'BTC', {
    contractType: 'LinearFutures',
    deliveryTime: '1766736000000',
  }),
  instrument('ETHUSDT', 'ETH', { status: 'Closed', deliveryTime: '1750000000000' }),
  instrument('NEWUSDT', 'NEW', { status: 'PreLaunch', isPreListing: true }),
  instrument('ENDUSDT', 'END', { status: 'Settling' }),
];

/** Pages by cursor; the cursor of each page is its number. */
function inPages(pages: readonly (readonly unknown[])[]): Reply {
  return (request, response) => {
    const page = Number(request.query['cursor'] ?? 0);
    const next = page + 1 < pages.length ? String(page + 1) : '';
    sendJson(bybitOk(instrumentsResult(pages[page] ?? [], next)))(request, response);
  };
}

function many(count: number, prefix: string) {
  return [...Array(count).keys()].map((n) => instrument(`${prefix}${n}USDT`, `${prefix}${n}`));
}

describe("Bybit's markets", () => {
  let server: SpecServer;
  let exchange: Bybit;

  beforeAll(async () => {
    server = await startSpecServer(sendJson({}));
  });
  beforeEach(() => {
    exchange = new Bybit({ url: server.url, rateBudget: 1, requestTimeoutMs: 5_000 });
  });
  afterAll(() => server.close());

  it('are the USDT-settled linear perpetuals that trade, and none of the decoys', async () => {
    server.reply = inPages([[...DECOYS, ...PERPETUALS]]);
    await expect(exchange.markets()).resolves.toEqual([
      BTC,
      {
        exchange: 'bybit',
        symbol: '1000PEPE/USDT:USDT',
        nativeId: '1000PEPEUSDT',
        listedAtMs: 1683177600000,
        assetClass: 'coin',
      },
      {
        exchange: 'bybit',
        symbol: 'SHIB1000/USDT:USDT',
        nativeId: 'SHIB1000USDT',
        listedAtMs: undefined,
        assetClass: 'coin',
      },
    ]);
    expect(server.seen.at(-1)).toMatchObject({
      path: '/v5/market/instruments-info',
      query: { category: 'linear', limit: '1000' },
    });
  });

  it('have the symbols that ccxt gives them', async () => {
    server.reply = inPages([[...PERPETUALS, ...DECOYS]]);
    const theirs = new bybit({ options: { fetchMarkets: { types: ['linear'] } } });
    theirs.urls.api = { public: server.url };
    const symbols = new Map(
      (await theirs.fetchMarkets()).map((market) => [market?.id, market?.symbol]),
    );
    const ours = await exchange.markets();
    expect(ours.map(({ symbol }) => symbol)).toEqual(
      ours.map(({ nativeId }) => symbols.get(nativeId)),
    );
  });

  it('are read to the last page', async () => {
    server.reply = inPages([many(1_000, 'A'), many(1_000, 'B'), many(7, 'C')]);
    await expect(exchange.markets()).resolves.toHaveLength(2_007);
  });

  it('end at an empty page after a page that was not full', async () => {
    server.reply = inPages([many(7, 'A'), [], many(7, 'B')]);
    await expect(exchange.markets()).resolves.toHaveLength(7);
  });

  it('do not end at one empty page after a full one', async () => {
    const good = inPages([many(1_000, 'A'), many(5, 'B')]);
    let empties = 1;
    server.reply = (request, response) => {
      const faulty = request.query['cursor'] === '1' && empties-- > 0;
      (faulty ? sendJson(bybitOk(instrumentsResult([], '2'))) : good)(request, response);
    };
    await expect(exchange.markets()).resolves.toHaveLength(1_005);
  });

  it.each<[string, Reply]>([
    ['there is none', inPages([DECOYS])],
    ['the list is empty', inPages([[]])],
    ['the list is missing', sendJson(bybitOk({ category: 'linear' }))],
    ['the answer is cut short', sendText(200, JSON.stringify(bybitOk({})).slice(0, 30))],
    ['the cursor goes in a circle', sendJson(bybitOk(instrumentsResult(PERPETUALS, 'again')))],
    [
      'the cursor has no end',
      (request, response) => {
        const next = Number(request.query['cursor'] ?? 0) + 1;
        sendJson(bybitOk(instrumentsResult(PERPETUALS, String(next))))(request, response);
      },
    ],
    [
      'the second page is broken',
      (request, response) => {
        const broken = request.query['cursor'] !== undefined;
        const result = broken ? null : instrumentsResult(many(1_000, 'A'), 'next');
        sendJson(bybitOk(result))(request, response);
      },
    ],
  ])('are asked for again when %s', async (_, reply) => {
    server.reply = reply;
    await expect(exchange.markets()).rejects.toThrow(TransientError);
  });

  it('are read without the one whose row cannot be read', async () => {
    const broken = [
      instrument('AUSDT', 'A', { launchTime: 'soon' }),
      instrument('BUSDT', ''),
      { symbol: 'CUSDT' },
    ];
    server.reply = inPages([[...broken, ...PERPETUALS]]);
    await expect(exchange.markets()).resolves.toHaveLength(3);
    expect(exchange.leftOutRows().map(({ row }) => row)).toEqual(['AUSDT', 'BUSDT', 'CUSDT']);
    server.reply = inPages([
      [...broken, instrument('DUSDT', 'D', { launchTime: '' }), ...PERPETUALS],
    ]);
    await expect(exchange.markets()).rejects.toMatchObject({
      name: 'DataIntegrityError',
      context: { exchange: 'bybit', row: 'AUSDT', unreadable: 4, rows: 7 },
    });
  });

  it('leave out two that share a symbol, since nothing tells which is meant by it', async () => {
    server.reply = inPages([[...PERPETUALS, instrument('BTC-USDT', 'BTC')]]);
    await expect(exchange.markets()).resolves.toHaveLength(2);
    expect(exchange.leftOutRows().map(({ row }) => row)).toEqual(['BTCUSDT', 'BTC-USDT']);
  });

  it('say what they are about, and when they are to end', async () => {
    server.reply = inPages([
      [
        instrument('AUSDT', 'A', { symbolType: 'innovation', deliveryTime: '1768000000000' }),
        instrument('BUSDT', 'B', { symbolType: 'stock' }),
        instrument('CUSDT', 'C', { symbolType: 'commodity' }),
        instrument('DUSDT', 'D', { symbolType: 'index' }),
        instrument('EUSDT', 'E', { isPreListing: true }),
        instrument('FUSDT', 'F', { symbolType: 'weather' }),
        instrument('GUSDT', 'G', { symbolType: undefined }),
      ],
    ]);
    const markets = await exchange.markets();
    expect(markets.map(({ assetClass, endsAtMs }) => [assetClass, endsAtMs])).toEqual([
      ['coin', 1768000000000],
      ['stock', undefined],
      ['commodity', undefined],
      ['index', undefined],
      ['pre-market', undefined],
      ['unknown', undefined],
      ['unknown', undefined],
    ]);
  });

  it('can be asked for again after a failure', async () => {
    server.reply = sendText(502, '');
    await expect(exchange.markets()).rejects.toThrow(TransientError);
    server.reply = inPages([PERPETUALS]);
    await expect(exchange.markets()).resolves.toHaveLength(3);
  });

  it('that have left say when', async () => {
    server.reply = inPages([
      [
        instrument('BTCUSDT', 'BTC', { status: 'Closed', deliveryTime: '1500000000000' }),
        instrument('BTCUSDT', 'BTC', { status: 'Closed', deliveryTime: '1750000000000' }),
      ],
    ]);
    await expect(exchange.delistedAtMs(BTC)).resolves.toBe(1750000000000);
    expect(server.seen.at(-1)?.query).toMatchObject({ category: 'linear', status: 'Closed' });
  });

  it('that still trade say nothing, nor does an older market of the same name', async () => {
    server.reply = inPages([
      [
        instrument('BTCUSDT', 'BTC', { status: 'Closed', deliveryTime: '1500000000000' }),
        instrument('LUNAUSDT', 'LUNA', { status: 'Closed', deliveryTime: '1652400000000' }),
      ],
    ]);
    await expect(exchange.delistedAtMs(BTC)).resolves.toBeUndefined();
  });
});
