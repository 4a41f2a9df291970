import { ENGINE_VERSION } from '@fullcarry/domain/backtest/result/backtest-document';
import { describe, expect, it } from '@jest/globals';
import { rowsOf, staleBecause, type ResultBase } from './stale-result.js';

const proof = (series: string, sha256: string) => ({
  ...{ series, rows: 1, confirmedEmpty: 0, beforeListing: 0, afterDelisting: 0, sha256 },
});

const dataset = {
  ...{ source: 'live', timeframe: '1h', symbols: ['A'], sha256: 'ab' },
  series: [proof('a', '1'), proof('b', '2')],
};

const result: ResultBase = {
  engine: ENGINE_VERSION,
  setup: { venue: 'bybit', window: { fromMs: 0, toMs: 1 }, assume: ['fine-lots'] },
  dataset,
};

describe('A stored result', () => {
  it('is not stale while its rows are what they were', () => {
    expect(staleBecause(result, { dataset })).toBeUndefined();
  });

  it('is stale once rows were revised and proven again, and names their series', () => {
    const now = { ...dataset, sha256: 'cd', series: [proof('a', '1'), proof('b', '3')] };
    expect(staleBecause(result, { dataset: now })).toEqual({
      text: 'rows were revised since, of b',
      series: ['b'],
    });
  });

  it('is stale where its rows are not proven any more', () => {
    const stale = { text: 'a was never proven', series: ['a'] };
    expect(staleBecause(result, { stale })).toEqual(stale);
  });

  it('is stale when another engine made it, whatever its rows are', () => {
    const older = { ...result, engine: ENGINE_VERSION - 1 };
    expect(staleBecause(older, { dataset })?.text).toContain(`this is ${ENGINE_VERSION}`);
  });

  it('is stale where this program can’t ask for what was assumed', () => {
    const setup = { ...result.setup, assume: ['fine-lots', 'free-lunch'] };
    expect(rowsOf({ ...result, setup })).toBeUndefined();
    expect(staleBecause({ ...result, setup }, undefined)?.text).toContain('another version');
  });
});
