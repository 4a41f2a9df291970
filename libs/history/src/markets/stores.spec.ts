import { REQUIRED_KINDS } from '@fullcarry/domain/series';
import {
  CERTIFICATE_VERSION,
  type Certificate,
} from '@fullcarry/domain/completeness/proof/certificate';
import { HOUR_MS } from '@fullcarry/domain/time-window';
import type { RankedMarket } from '@fullcarry/domain/market/universe';
import { DATABASES, emptyDatabase, type EmptyDatabase } from '@fullcarry/testing/each-database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CertificateStore } from '../proof/certificate-store.js';
import { sha256 } from '../proof/certify-series.js';
import { CompletenessStore } from '../proof/completeness-store.js';
import type { Database } from '../database/database.js';
import { MarketStore } from './market-store.js';
import { SpotStore } from './spot-store.js';
import { openDatabase } from '../database/open-database.js';
import { proveStored } from '../proof/prove-stored.js';
import { savePage } from '../rows/save-page.js';
import { lifeOf, type StoredSeries } from './stored-series.js';
import { verifyCertificates } from '../proof/verify-certificates.js';

const ABOUT = {
  exchange: 'bybit',
  source: 'live',
  timeframe: '1h',
  kinds: REQUIRED_KINDS,
  evaluatedAtMs: 1_000,
} as const;

function market(base: string, rank: number): RankedMarket {
  return {
    exchange: 'bybit',
    symbol: `${base}/USDT:USDT`,
    nativeId: `${base}USDT`,
    listedAtMs: base === 'BTC' ? undefined : 5 * HOUR_MS,
    rank,
    turnoverUsdt24h: '123456789.123456789',
  };
}

const candles = [1, 2, 3].map((hour) => ({
  openAtMs: hour * HOUR_MS,
  open: 10,
  high: 12,
  low: 9,
  close: 11,
  volume: hour,
}));
const window = { fromMs: HOUR_MS, toMs: 4 * HOUR_MS };
const certified = { wanted: window, coverage: [window], gaps: [], runs: [], nowMs: Infinity };

describe.each(DATABASES)('the stores (%s)', (kind) => {
  let empty: EmptyDatabase;
  let database: Database;
  let markets: MarketStore;

  beforeEach(async () => {
    empty = await emptyDatabase(kind);
    database = await openDatabase(empty.url);
    markets = new MarketStore(database);
  });

  afterEach(async () => {
    await database.close();
    await empty.remove();
  });

  async function seriesOf(base: string): Promise<StoredSeries> {
    const symbol = `${base}/USDT:USDT`;
    const found = await markets.find({
      exchange: 'bybit',
      symbol,
      kind: 'candles',
      timeframe: '1h',
    });
    if (!found) throw new Error(`No candles of ${base}`);
    return found;
  }

  async function seriesId(base: string): Promise<number> {
    return (await seriesOf(base)).id;
  }

  /** Stores candles and issues their certificate. */
  async function prove(base: string): Promise<Certificate> {
    const series = await seriesOf(base);
    await storeCandles(series.id);
    const proven = await proveStored(database, series, certified, 1);
    if (!proven) throw new Error(`${base} changed while it was proven`);
    return proven.certificate;
  }

  function storeCandles(id: number) {
    return savePage(database, {
      seriesId: id,
      content: { kind: 'candles', rows: candles },
      coverage: [window],
      gapsWithin: window,
      gaps: [],
      readAtMs: 77,
      foundBy: 'fill',
    });
  }

  it('track the chosen markets in the order of their rank, with two series each', async () => {
    await markets.saveUniverse([market('ETH', 2), market('BTC', 1)], ABOUT);
    const tracked = await markets.tracked('bybit');
    expect(tracked.map(({ symbol, rank }) => [rank, symbol])).toEqual([
      [1, 'BTC/USDT:USDT'],
      [2, 'ETH/USDT:USDT'],
    ]);
    expect(tracked[0]).toMatchObject({
      listedAtMs: undefined,
      delistedAtMs: undefined,
      tracked: true,
      turnoverUsdt24h: '123456789.123456789',
      source: 'live',
    });
    const series = await markets.trackedSeries('bybit', '1h');
    expect(series.map(({ key }) => `${key.symbol} ${key.kind}`)).toEqual([
      'BTC/USDT:USDT candles',
      'BTC/USDT:USDT funding',
      'ETH/USDT:USDT candles',
      'ETH/USDT:USDT funding',
    ]);
  });

  it('keep the rows of a market that is no longer chosen', async () => {
    await markets.saveUniverse([market('BTC', 1), market('ETH', 2)], ABOUT);
    const eth = await seriesId('ETH');
    await storeCandles(eth);
    await markets.saveUniverse([market('SOL', 1), market('BTC', 2)], ABOUT);

    const tracked = await markets.tracked('bybit');
    expect(tracked.map(({ symbol }) => symbol)).toEqual(['SOL/USDT:USDT', 'BTC/USDT:USDT']);
    expect((await new CompletenessStore(database).rows([eth])).get(eth)).toBe(3);
    expect(await seriesId('ETH')).toBe(eth);
  });

  it('remember where the rows come from', async () => {
    expect(await markets.sources('bybit')).toEqual([]);
    await markets.saveUniverse([market('BTC', 1)], ABOUT);
    expect(await markets.sources('bybit')).toEqual(['live']);
    expect(await markets.sources('okx')).toEqual([]);
  });

  it('remember what a market is about, as it was published last', async () => {
    const stock = { ...market('ON', 1), assetClass: 'stock' as const };
    await markets.saveUniverse([stock, market('BTC', 2)], ABOUT);
    const classes = async () => (await markets.tracked('bybit')).map((one) => one.assetClass);
    expect(await classes()).toEqual(['stock', undefined]);
    await markets.saveUniverse([stock, { ...market('BTC', 2), assetClass: 'coin' }], ABOUT);
    expect(await classes()).toEqual(['stock', 'coin']);
  });

  it('keep the series of each spot market that a perpetual had beside it apart, and track the one of now', async () => {
    const kinds = ['candles', 'spot-candles'] as const;
    const about = { ...ABOUT, kinds };
    await markets.saveUniverse([market('BTC', 1)], about);
    const tracked = async () =>
      (await markets.trackedSeries('bybit', '1h')).map(({ key, spotNativeId }) => [
        ...[key.kind, spotNativeId],
      ]);
    // Nobody knows yet whether there is one.
    expect(await tracked()).toEqual([['candles', undefined]]);
    const [btc] = await markets.tracked('bybit');
    const spotOf = (spotNativeId: string) => ({
      ...{ spotSymbol: 'BTC/USDT', spotNativeId, unitsPerContract: 1 },
    });
    await new SpotStore(database).setSpot(btc!.id, spotOf('UBTC'), kinds, '1h');
    expect(await tracked()).toEqual([
      ['candles', undefined],
      ['spot-candles', 'UBTC'],
    ]);
    const key = {
      ...({ exchange: 'bybit', symbol: 'BTC/USDT:USDT', kind: 'spot-candles' } as const),
      timeframe: '1h' as const,
    };
    const first = await markets.find(key);
    await storeCandles(first!.id);
    await new SpotStore(database).setSpotFrom(first!.id, HOUR_MS);
    expect(lifeOf((await markets.find(key))!)).toEqual({
      listedAtMs: HOUR_MS,
      delistedAtMs: undefined,
    });

    await new SpotStore(database).setSpot(btc!.id, spotOf('BTC0'), kinds, '1h');
    const second = await markets.find(key);
    expect(second).toMatchObject({
      spotNativeId: 'BTC0',
      rows: 0,
      market: { spot: spotOf('BTC0') },
    });
    expect(second?.spotFromMs).toBeUndefined();

    // It is halted: nothing is tracked, and what is stored is kept.
    await new SpotStore(database).setSpot(btc!.id, undefined, kinds, '1h');
    expect(await tracked()).toEqual([['candles', undefined]]);
    expect((await markets.tracked('bybit'))[0]?.spot).toBeUndefined();

    await new SpotStore(database).setSpot(btc!.id, spotOf('UBTC'), kinds, '1h');
    await markets.saveUniverse([market('BTC', 1)], about);
    expect(await markets.find(key)).toMatchObject({ id: first!.id, isTracked: true, rows: 3 });
    expect(await tracked()).toContainEqual(['spot-candles', 'UBTC']);
  });

  it('remember when a market ended and how far the scrub is', async () => {
    await markets.saveUniverse([market('BTC', 1)], ABOUT);
    const id = await seriesId('BTC');
    const [btc] = await markets.tracked('bybit');
    await markets.setDelisted(btc?.id ?? 0, 99);
    await markets.setScrub(id, 12_345_678_901_234, undefined);
    const key = {
      exchange: 'bybit',
      symbol: 'BTC/USDT:USDT',
      kind: 'candles',
      timeframe: '1h',
    } as const;
    expect(await markets.find(key)).toMatchObject({
      market: { delistedAtMs: 99 },
      scrubCursorMs: 12_345_678_901_234,
      scrubbedAtMs: undefined,
    });
    await markets.setScrub(id, undefined, 55);
    await markets.setScrub(id, 3, undefined);
    expect(await markets.find(key)).toMatchObject({ scrubCursorMs: 3, scrubbedAtMs: 55 });
  });

  it('give certificates back as they were issued, and withdraw the data set’s', async () => {
    const store = new CertificateStore(database);
    await markets.saveUniverse([market('BTC', 1)], ABOUT);
    const id = await seriesId('BTC');
    const version = CERTIFICATE_VERSION;
    const issued = await prove('BTC');
    expect((await store.all()).get(id)).toEqual({ certificate: issued, issuedAtMs: 1, version });
    const blank: Certificate = {
      window,
      expected: 3,
      present: 0,
      confirmedEmpty: 1,
      missing: 2,
      beforeListing: 4,
      afterDelisting: 5,
      beforeHistory: 6,
      firstRowAtMs: undefined,
      lastRowAtMs: undefined,
      sha256: sha256(''),
    };
    await store.save(id, blank, 2);
    expect((await store.all()).get(id)).toEqual({ certificate: blank, issuedAtMs: 2, version });

    await store.saveDataset('bybit', issued.sha256, 3);
    expect(await store.dataset('bybit')).toEqual({ sha256: issued.sha256, issuedAtMs: 3 });
    await store.withdrawDataset('bybit');
    expect(await store.dataset('bybit')).toBeUndefined();
  });

  it('find the certificate that the rows no longer bear out', async () => {
    await markets.saveUniverse([market('BTC', 1), market('ETH', 2)], ABOUT);
    for (const base of ['BTC', 'ETH']) {
      expect(await prove(base)).toMatchObject({ window, expected: 3, present: 3, missing: 0 });
    }
    const agreeing = async () => {
      const found: string[] = [];
      for await (const one of verifyCertificates(database)) {
        if (one.agrees) found.push(one.series.market.nativeId);
      }
      return found;
    };
    expect(await agreeing()).toEqual(['BTCUSDT', 'ETHUSDT']);
    await database.execute(
      'UPDATE candle SET close = 11.5 WHERE series_id = $1 AND open_at_ms = $2',
      await seriesId('ETH'),
      2 * HOUR_MS,
    );
    expect(await agreeing()).toEqual(['BTCUSDT']);
  });
});
