import { DAY_MS } from '@fullcarry/domain/time-window';
import { describe, expect, it } from '@jest/globals';
import { fieldOf, readRun, usualRun, type RunTexts } from './run-wish.js';

const NOW_MS = Date.UTC(2026, 10, 28, 18);
const read = (change: Partial<RunTexts>) => readRun({ ...usualRun(NOW_MS, ''), ...change });
const problem = (change: Partial<RunTexts>) => {
  const run = read(change);
  return 'problems' in run ? [...run.problems] : [];
};

describe('the form for a backtest', () => {
  it('asks for whole UTC days, the last one in it, up to the day before yesterday', () => {
    expect(read({})).toMatchObject({
      wish: {
        window: { fromMs: Date.UTC(2026, 8, 28), toMs: Date.UTC(2026, 10, 27) },
        ...{ preset: 'balanced', feeFactor: 1, assume: [] },
      },
    });
    const one = read({ first: '2026-02-03', last: '2026-02-03', symbols: ' BTCUSDT, ethusdt ' });
    expect(one).toMatchObject({
      wish: {
        window: { fromMs: Date.UTC(2026, 1, 3), toMs: Date.UTC(2026, 1, 3) + DAY_MS },
        symbols: ['BTCUSDT', 'ethusdt'],
      },
    });
    expect(one).not.toHaveProperty('wish.exchange');
  });

  it('says which field is wrong before it asks', () => {
    expect(problem({ first: '2026-02-31x' })).toEqual([['first', 'Enter a day']]);
    expect(problem({ first: '2026-02-04', last: '2026-02-03' })).toEqual([
      ['last', 'Must not be before the first day'],
    ]);
    expect(problem({ first: '2019-01-01' })).toEqual([['last', 'allowed are at most 1830 days']]);
    expect(problem({ equity: '1,000' })).toEqual([
      ['equity', 'allowed is an amount such as 10000'],
    ]);
    expect(
      problem({ symbols: Array.from({ length: 101 }, (_, i) => `C${i}`).join() })[0]?.[0],
    ).toBe('symbols');
  });

  it('knows the field that the gateway names', () => {
    expect([fieldOf('window'), fieldOf('assume.0'), fieldOf('settings.spotFeeBps')]).toEqual([
      'last',
      'assume',
      'settings.spotFeeBps',
    ]);
    expect([fieldOf('backtest.window'), fieldOf('search'), fieldOf('v')]).toEqual([
      'last',
      'tried.0',
      '',
    ]);
  });

  it('asks for single settings otherwise than in the preset, each in its own unit', () => {
    expect(
      read({ settings: { entryNetYield: '7.5', maxPaidBps: ' ', strategy: 'carry' } }),
    ).toMatchObject({
      wish: { settings: { entryNetYield: 0.075, strategy: 'carry' } },
    });
    expect(problem({ settings: { entryNetYield: '7,5' } })).toEqual([
      ['settings.entryNetYield', 'Write 2.5 with a point, and thousands without a comma'],
    ]);
    // It contradicts another one, which is as in the preset.
    expect(problem({ settings: { minHoldingYield: '50' } })[0]?.[0]).toMatch(/^settings\./);
  });

  it('asks for a sweep with values in the unit of each setting, and says which line is wrong', () => {
    const asked = { kind: 'sweep', settings: { holdingHours: '240' } } as const;
    expect(read(asked)).toMatchObject({
      sweep: {
        kind: 'sweep',
        backtest: { settings: { holdingHours: 240 } },
        search: { grid: { entryNetYield: [0.02, 0.05, 0.1], maxPaidBps: [10, 20, 40] } },
        folds: { kind: 'rolling', trainDays: 20, testDays: 7 },
      },
    });
    const tried = [{ name: 'maxPaidBps', values: '10, x' }];
    expect(problem({ ...asked, tried })).toEqual([['tried.0', 'Enter a plain number, as in 2.5']]);
    expect(problem({ ...asked, test: '40' })).toEqual([
      ['test', 'The window is too short for one fold: training, purge and test'],
    ]);
  });
});
