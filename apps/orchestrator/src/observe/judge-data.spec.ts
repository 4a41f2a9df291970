import type { DataDegraded } from '@fullcarry/contracts/facts/data-degraded-v1';
import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { describe, expect, it } from '@jest/globals';
import { judgeData } from './judge-data.js';

const SHA = 'a'.repeat(64);
const BTC = 'BTC/USDT:USDT';
const ETH = 'ETH/USDT:USDT';
const NEW = 'NEW/USDT:USDT';

const ready: DataReady = {
  v: 1,
  atMs: 0,
  exchange: 'bybit',
  source: 'live',
  window: { fromMs: 0, toMs: 1 },
  datasetSha256: SHA,
  markets: [BTC, ETH].map((symbol) => ({
    symbol,
    nativeId: symbol,
    ready: true,
    certificates: [],
  })),
};

const degraded = (...symbols: string[]): DataDegraded => ({
  v: 1,
  atMs: 0,
  exchange: 'bybit',
  source: 'live',
  series: symbols.map((symbol) => ({
    symbol,
    nativeId: symbol,
    series: { kind: 'funding' },
    missing: 3,
    gaps: [],
  })),
});

const BOTH = new Map([
  [BTC, true],
  [ETH, true],
]);

const codes = (seen: Partial<Parameters<typeof judgeData>[0]>) => {
  const verdict = judgeData({
    sha256: undefined,
    ready: undefined,
    degraded: undefined,
    tracked: BOTH,
    ...seen,
  });
  const open = [BTC, ETH, NEW].map(
    (symbol) => verdict.unprovenBecause(symbol, 'perpetual')?.code ?? 'open',
  );
  return [verdict.kind, ...open];
};

describe('the history', () => {
  it('is ready when the fact on the bus names the certificate of this database', () => {
    expect(codes({ sha256: SHA, ready })).toEqual(['ready', 'open', 'open', 'not-tracked']);
  });

  it('is not ready by a fact about another data set, or by a certificate that nobody speaks of', () => {
    expect(codes({ sha256: 'b'.repeat(64), ready })[0]).toBe('withdrawn');
    expect(codes({ sha256: SHA })[0]).toBe('withdrawn');
    expect(codes({ ready })).toEqual(['withdrawn', 'not-proven', 'not-proven', 'not-proven']);
  });

  it('closes the degraded market, and the others go on', () => {
    expect(codes({ ready, degraded: degraded(ETH) })).toEqual([
      'partly',
      'open',
      'data-degraded',
      'not-tracked',
    ]);
  });

  it('closes a degraded market that had no room in the message, whatever its certificates say', () => {
    const cut = { ...degraded(BTC), seriesTotal: 2, symbols: [BTC, ETH] };
    expect(codes({ ready, degraded: cut }).slice(0, 3)).toEqual([
      'partly',
      'data-degraded',
      'data-degraded',
    ]);
    const others = { ...degraded(NEW), seriesTotal: 2, symbols: [NEW, ETH] };
    expect(codes({ ready, degraded: others }).slice(0, 3)).toEqual([
      'partly',
      'open',
      'data-degraded',
    ]);
    const nameless = { ...degraded(NEW), seriesTotal: 9_000 };
    expect(codes({ ready, degraded: nameless }).slice(1)).toEqual([
      'data-degraded',
      'data-degraded',
      'data-degraded',
    ]);
  });

  it('opens a market that had no room in data.ready by its own certificates, and no other', () => {
    const cut = { ...ready, marketsTotal: 2, markets: ready.markets.slice(0, 1) };
    expect(codes({ sha256: SHA, ready: cut })).toEqual(['ready', 'open', 'open', 'not-tracked']);
    const tracked = new Map([
      [BTC, true],
      [ETH, false],
    ]);
    expect(codes({ sha256: SHA, ready: cut, tracked })[2]).toBe('not-proven');
    const notCut = { ...cut, marketsTotal: 1 };
    expect(codes({ sha256: SHA, ready: notCut })[2]).toBe('not-proven');
  });

  it('closes a market that entered until its history is complete, and the others go on', () => {
    expect(codes({ ready, tracked: new Map([...BOTH, [NEW, false]]) })).toEqual([
      'partly',
      'open',
      'open',
      'not-proven',
    ]);
  });

  it('opens a degraded market again when all is proven', () => {
    expect(codes({ sha256: SHA, ready, degraded: degraded(ETH) })[2]).toBe('open');
    expect(codes({ sha256: SHA, ready, degraded: degraded() })[2]).toBe('open');
  });

  const spotCodes = (seen: Partial<Parameters<typeof judgeData>[0]>) => {
    const verdict = judgeData({
      ...{ sha256: undefined, ready, degraded: undefined, tracked: BOTH, ...seen },
    });
    const open = [BTC, ETH].flatMap((symbol) => [
      verdict.unprovenBecause(symbol, 'perpetual')?.code ?? 'open',
      verdict.unprovenBecause(symbol, 'spot')?.code ?? 'open',
    ]);
    return [verdict.kind, ...open];
  };
  const spotDegraded: DataDegraded = {
    ...degraded(ETH),
    series: degraded(ETH).series.map((one) => ({
      ...one,
      series: { kind: 'spot-candles', timeframe: '1h' },
    })),
  };

  it('closes a spot leg whose history lacks rows, and neither its perpetual nor the start', () => {
    const spots = new Map([
      [BTC, true],
      [ETH, false],
    ]);
    const due = ['ready', 'open', 'open', 'open', 'data-degraded'];
    expect(spotCodes({ degraded: spotDegraded, spots })).toEqual(due);
    // Also where it never was ready as a whole.
    expect(spotCodes({ ready: undefined, degraded: spotDegraded, spots })).toEqual(due);
    const both = { ...spotDegraded, series: [...spotDegraded.series, ...degraded(BTC).series] };
    expect(spotCodes({ degraded: both, spots })).toEqual([
      ...['partly', 'data-degraded', 'open', 'open', 'data-degraded'],
    ]);
    const tracked = new Map([...BOTH, [NEW, false]]);
    expect(spotCodes({ degraded: spotDegraded, spots, tracked })[0]).toBe('partly');
  });

  it('closes nothing where rows lack that nothing is traded by', () => {
    const premium: DataDegraded = {
      ...spotDegraded,
      series: spotDegraded.series.map((one) => ({
        ...one,
        series: { kind: 'premium-candles', timeframe: '1m' },
      })),
    };
    expect(codes({ degraded: premium })).toEqual(['ready', 'open', 'open', 'not-tracked']);
    // Not named yet: what a desk that runs may trade stays open, and a first cycle waits for the fact.
    expect(codes({ isResearchOpen: true })).toEqual(['partly', 'open', 'open', 'not-tracked']);
    expect(codes({})[0]).toBe('withdrawn');
    const both = { ...premium, series: [...premium.series, ...degraded(BTC).series] };
    expect(codes({ degraded: both }).slice(0, 2)).toEqual(['partly', 'data-degraded']);
  });

  it('closes a spot leg of which no history is kept where that of others is', () => {
    const spots = new Map([[BTC, true]]);
    const published = { sha256: SHA, ready, spots };
    expect(spotCodes(published)).toEqual(['ready', 'open', 'open', 'open', 'not-tracked']);
    expect(spotCodes({ ...published, spots: undefined })).toEqual([
      ...['ready', 'open', 'open', 'open', 'open'],
    ]);
  });
});
