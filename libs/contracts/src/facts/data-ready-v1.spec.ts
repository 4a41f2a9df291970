import { describe, expect, it } from '@jest/globals';
import {
  boundedReady,
  DataReadyV1,
  marketReadySubject,
  MarketReadyV1,
  type DataReady,
} from './data-ready-v1.js';
import { jsonBytes } from './json-bytes.js';

const MOST_BYTES = 256_000;
const WINDOW = { fromMs: 1_764_288_000_000, toMs: 1_795_824_000_000 };
/** A fingerprint that no other number has. */
const print = (number: number) => number.toString(16).padStart(64, '0');

function ready(markets: number, kinds: number): DataReady {
  return {
    v: 1,
    atMs: WINDOW.toMs,
    exchange: 'bybit',
    source: 'live',
    window: WINDOW,
    datasetSha256: print(1),
    markets: Array.from({ length: markets }, (_, market) => ({
      symbol: `COIN${market}/USDT:USDT`,
      nativeId: `COIN${market}USDT`,
      ready: true,
      certificates: Array.from({ length: kinds }, (__, kind) => ({
        series: { kind: 'candles', timeframe: '1m' } as const,
        window: WINDOW,
        expected: 525_600,
        present: 525_599,
        confirmedEmpty: 1,
        missing: 0,
        firstRowAtMs: WINDOW.fromMs,
        lastRowAtMs: WINDOW.toMs,
        sha256: print(1_000 * market + kind),
        scrubbedAtMs: WINDOW.toMs,
      })),
    })),
  };
}

describe('the fact that all is proven', () => {
  it('fits for 500 markets of 5 kinds: certificates while there is room, then what they come to', async () => {
    const whole = ready(500, 5);
    expect(jsonBytes(whole)).toBeGreaterThan(3 * MOST_BYTES);
    const bounded = await boundedReady(whole, MOST_BYTES);
    expect(jsonBytes(bounded.ready)).toBeLessThanOrEqual(MOST_BYTES);
    expect(DataReadyV1.schema.parse(bounded.ready)).toEqual(bounded.ready);
    expect(bounded.ready).toMatchObject({ marketsTotal: 500, datasetSha256: whole.datasetSha256 });
    expect(bounded.ready.markets).toHaveLength(500);
    expect(bounded.ready.markets[0]).toEqual(whole.markets[0]);
    const last = bounded.ready.markets.at(-1)!;
    // printf '%064x\n%064x\n%064x\n%064x\n%064x' 499000 499001 499002 499003 499004 | sha256sum
    const sha256 = '6cd76f59ba645418fbbd4d76f83eef1591513b329b4d803c091722d3af34443f';
    expect(last).toMatchObject({ symbol: 'COIN499/USDT:USDT', ready: true, certificates: [] });
    expect(last.inShort).toEqual({
      series: 5,
      expected: 5 * 525_600,
      present: 5 * 525_599,
      confirmedEmpty: 5,
      missing: 0,
      sha256,
    });
  });

  it('leaves out no certificate that has room, and says each that has none by itself', async () => {
    const whole = ready(500, 2);
    const bounded = await boundedReady(whole, MOST_BYTES);
    const inFull = bounded.ready.markets.filter(({ certificates }) => certificates.length > 0);
    const apart = bounded.apart.map((market) => MarketReadyV1.schema.parse(market));
    expect([...inFull, ...apart].map(({ symbol }) => symbol)).toEqual(
      whole.markets.map(({ symbol }) => symbol),
    );
    expect(apart.at(-1)!.certificates).toEqual(whole.markets.at(-1)!.certificates);
    expect(jsonBytes(bounded.ready)).toBeGreaterThan(MOST_BYTES - jsonBytes(whole.markets[0]));
  });

  it('is cut for a universe of which not even the short form fits', async () => {
    const bounded = await boundedReady(ready(5_000, 2), MOST_BYTES);
    expect(jsonBytes(bounded.ready)).toBeLessThanOrEqual(MOST_BYTES);
    expect(bounded.ready.marketsTotal).toBe(5_000);
    expect(bounded.ready.markets.length).toBeLessThan(5_000);
    expect(bounded.apart).toHaveLength(5_000);
  });

  it('travels as it is where it is short', async () => {
    const whole = ready(20, 2);
    const bounded = await boundedReady(whole, MOST_BYTES);
    expect(bounded).toEqual({ ready: { ...whole, marketsTotal: 20 }, apart: [] });
  });

  it('has a subject a market', () => {
    expect(marketReadySubject('bybit', 'BTCUSDT')).toBe('data.ready.bybit.BTCUSDT');
    expect(marketReadySubject('bybit')).toBe('data.ready.bybit.*');
  });
});
