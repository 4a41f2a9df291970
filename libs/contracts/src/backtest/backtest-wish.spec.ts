import { DAY_MS } from '@fullcarry/domain/time-window';
import { describe, expect, it } from '@jest/globals';
import { backtestWish, MOST_BACKTEST_DAYS, wishedSettings } from './backtest-wish.js';

const window = { fromMs: 0, toMs: 30 * DAY_MS };

/** The field that is refused, and why. */
function refusal(change: object): string {
  const parsed = backtestWish.safeParse({ window, ...change });
  const issue = parsed.error?.issues[0];
  return `${issue?.path.join('.')}: ${issue?.message}`;
}

describe('a wish for a backtest', () => {
  it('is the desk’s own settings on all tracked markets where nothing else is said', () => {
    expect(backtestWish.parse({ window })).toEqual({
      window,
      ...{ timeframe: '1h', preset: 'balanced', settings: {}, feeFactor: 1, slippageFactor: 1 },
      ...{ legDelayCandles: 0, cycleCandles: 1, startingEquityUsdt: '10000', assume: [] },
    });
  });

  it('is of whole UTC days, and of no more than a service runs', () => {
    expect(refusal({ window: { fromMs: 1, toMs: DAY_MS } })).toMatch('window: allowed are whole');
    expect(refusal({ window: { fromMs: DAY_MS, toMs: DAY_MS } })).toMatch('window: allowed are');
    const toMs = (MOST_BACKTEST_DAYS + 1) * DAY_MS;
    expect(refusal({ window: { fromMs: 0, toMs } })).toBe('window: allowed are at most 1830 days');
    const symbols = Array.from({ length: 101 }, (_, i) => `COIN${i}`);
    expect(refusal({ symbols })).toMatch('symbols: ');
  });

  it('names the setting that is wrong, or that contradicts the preset', () => {
    expect(refusal({ settings: { entryNetYield: -3 } })).toMatch('settings.entryNetYield: ');
    expect(refusal({ settings: { minHoldingYield: 0.5 } })).toMatch('settings.minHoldingYield: ');
    expect(refusal({ settings: { nonsense: 1 } })).toBe(
      'settings.nonsense: is no setting of the desk',
    );
    // 1,000 bp of fees are the most.
    expect(refusal({ feeFactor: 100, settings: { perpFeeBps: 11 } })).toMatch(
      'settings.perpFeeBps: ',
    );
    expect(refusal({ startingEquityUsdt: '0' })).toMatch('startingEquityUsdt: allowed is');
    expect(refusal({ assume: ['the best'] })).toMatch('assume.0: ');
  });

  it('has its costs so many times', () => {
    const wish = { preset: 'balanced', settings: { perpFeeBps: 6 } } as const;
    expect(wishedSettings({ ...wish, feeFactor: 2, slippageFactor: 3 })).toMatchObject({
      ...{ spotFeeBps: 20, perpFeeBps: 12, slippageBps: 6 },
    });
  });
});
