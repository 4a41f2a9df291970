import { CertificatesRoute } from '@fullcarry/contracts/http/data/certificates-route';
import { DataStatusRoute } from '@fullcarry/contracts/http/data/data-status-route';
import { SpreadsRoute } from '@fullcarry/contracts/http/market/spreads-route';
import type { MarketRates } from '@fullcarry/contracts/facts/market-rates-v1';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leaveFact } from '@fullcarry/testing/retained-fact';
import { until } from '@fullcarry/testing/until';
import { openStage, progress, rates, type Stage } from './gateway-stage.fixture.js';

const rate = (
  symbol: string,
  nativeId: string,
  predictedRate: string,
  intervalMinutes: number,
  markPrice: string,
): MarketRates['markets'][number] => ({
  symbol,
  nativeId,
  predictedRate,
  intervalMinutes,
  nextFundingAtMs: Date.now() + 60_000,
  markPrice,
  lastPrice: markPrice,
  turnoverUsdt24h: '1000',
  spot: null,
});

const BYBIT = {
  ...rates(0),
  markets: [
    rate('BTC/USDT:USDT', 'BTCUSDT', '0.0001', 480, '64000'),
    rate('1000PEPE/USDT:USDT', '1000PEPEUSDT', '0.0004', 240, '0.0125'),
    // Two coins of one name.
    rate('U/USDT:USDT', 'UUSDT', '0.001', 480, '2'),
  ],
};
const OKX = {
  ...BYBIT,
  exchange: 'okx',
  markets: [
    rate('BTC/USDT:USDT', 'BTC-USDT-SWAP', '0.0003', 480, '64010'),
    rate('PEPE/USDT:USDT', 'PEPE-USDT-SWAP', '-0.0001', 60, '0.0000125'),
    rate('U/USDT:USDT', 'U-USDT-SWAP', '0', 480, '1'),
  ],
};

describe('A gateway of two exchanges', () => {
  let stage: Stage;
  let url: string;
  let healthUrl: string;
  const publish = (subject: string, payload: object) => leaveFact(stage.nats.url, subject, payload);
  const get = async (path: string): Promise<unknown> => (await fetch(`${url}${path}`)).json();

  beforeAll(async () => {
    stage = await openStage();
    await publish('data.progress.bybit', progress());
    await publish(
      'data.progress.okx',
      progress({ exchange: 'okx', state: 'degraded', reason: 'why' }),
    );
    await publish('market.rates.bybit', BYBIT);
    await publish('market.rates.okx', OKX);
    // Whoever spoke last on the subject of all.
    await publish('data.progress', progress({ exchange: 'okx', state: 'degraded', reason: 'why' }));
    await publish('market.rates', OKX);
    ({ url, healthUrl } = await stage.gateway({ EXCHANGE: 'bybit,okx' }));
    await until(async () => {
      const ready = await fetch(`${healthUrl}/health/ready`);
      const answer = await fetch(`${url}/api/rates`);
      return ready.ok && answer.ok && (await answer.text()).includes('BTCUSDT') ? true : undefined;
    });
  }, 60_000);
  afterAll(() => stage.close());

  it('knows the state of each by its own last message, the first one where none is named', async () => {
    const first = DataStatusRoute.reply.parse(await get('/api/data-status'));
    expect(first).toMatchObject({ exchange: 'bybit', state: 'fetching' });
    expect(first.exchanges.map(({ exchange, state }) => [exchange, state])).toEqual([
      ['bybit', 'fetching'],
      ['okx', 'degraded'],
    ]);
    const other = DataStatusRoute.reply.parse(await get('/api/data-status?exchange=okx'));
    expect(other).toMatchObject({ exchange: 'okx', state: 'degraded', reason: 'why' });
  });

  it('lists the markets and certificates of all, or of the one that is named', async () => {
    expect(await get('/api/markets')).toMatchObject({ total: 6 });
    expect(await get('/api/markets?exchange=okx')).toMatchObject({ exchange: 'okx', total: 3 });
    const proofs = CertificatesRoute.reply.parse(await get('/api/certificates'));
    expect(proofs.datasets).toEqual([
      { exchange: 'bybit', dataset: null },
      { exchange: 'okx', dataset: null },
    ]);
    expect(await get('/api/rates?exchange=okx')).toMatchObject({ rates: { exchange: 'okx' } });
    const unknown = await fetch(`${url}/api/rates?exchange=mtgox`);
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toEqual({
      error: 'mtgox is not collected here, but bybit, okx',
    });
  });

  it('puts the same coin of both side by side, and says which pair leaves most after fees', async () => {
    const reply = SpreadsRoute.reply.parse(await get('/api/spreads?holdingHours=100'));
    expect(reply.exchanges.map(({ exchange, stale }) => [exchange, stale])).toEqual([
      ['bybit', false],
      ['okx', false],
    ]);
    const [pepe, btc] = reply.assets;
    expect(pepe).toMatchObject({
      asset: 'PEPE',
      legs: [
        { exchange: 'bybit', multiplier: 1_000, ratePerHour: '0.0001', ratePerYear: '0.876' },
        { exchange: 'okx', multiplier: 1, ratePerHour: '-0.0001', ratePerYear: '-0.876' },
      ],
      // 0.0002 an hour; fees of 5.5 and 5 bps, twice each.
      pair: {
        long: 'okx',
        short: 'bybit',
        grossPerYear: '1.752',
        cost: '0.0021',
        netPerYear: '1.56804',
        breakEvenHours: '10.5',
      },
    });
    expect(btc?.legs[0]?.lastSettled).toMatchObject({
      rate: '0.0001',
      intervalMinutes: 480,
      ratePerYear: '0.1095',
    });
    expect(btc?.pair).toMatchObject({ long: 'bybit', short: 'okx' });
  });

  it('pairs no two coins that share a name, nor what only one exchange trades', async () => {
    const reply = SpreadsRoute.reply.parse(await get('/api/spreads?takerFeeBps=0&minExchanges=2'));
    expect(reply.assets.map(({ asset }) => asset)).toEqual(['PEPE', 'BTC', 'U']);
    expect(reply.assets[2]).toMatchObject({ asset: 'U', pair: null });
    expect(reply.assets[0]?.pair?.cost).toBe('0');
  });

  it('follows each by its own facts alone', async () => {
    await publish('data.progress.bybit', progress({ percent: 70 }));
    await until(async () => {
      const status = DataStatusRoute.reply.parse(await get('/api/data-status'));
      return status.fetchProgress?.percent === 70 ? true : undefined;
    });
    expect(await get('/api/data-status?exchange=okx')).toMatchObject({ state: 'degraded' });
  });
});
