import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { json } from '../http/delivery.js';
import { BYBIT_API } from '../bybit/bybit-api.js';
import { deliver } from '../api/answer.js';
import type { Call } from './fault.js';
import { faultsOf } from './fault-catalog.js';
import { FaultInjector } from './fault-injector.js';
import { faultRulesSchema, type FaultRuleInput } from './fault-rule.js';
import { seededRandom } from './seeded-random.js';

function call(path: string, symbol = 'BTCUSDT'): Call {
  const row = {
    ...{ openAtMs: 0, open: '1', high: '3', low: '1', close: '2' },
    ...{ volume: '5', turnover: '10' },
  };
  const sound = json([[row], 0]);
  return {
    path,
    query: { symbol, start: '0' },
    symbol,
    answer: {
      kind: 'candles',
      isNewestFirst: true,
      fromMs: 0,
      toMs: undefined,
      rows: [row],
      elsewhere: () => [],
      write: (rows, serverTimeMs) => json([rows, serverTimeMs]),
    },
    sound,
    deliver,
    acceptsGzip: false,
    nowMs: 0,
    realNowMs: 0,
    symbols: [symbol],
    unlistedSymbol: 'SOONUSDT',
    random: seededRandom(1),
    askAbout: () => ({ kind: 'plain', write: () => sound }),
  };
}

function injector(seed: number, ...rules: FaultRuleInput[]): FaultInjector {
  const one = new FaultInjector(faultsOf(BYBIT_API), seed);
  one.setRules(faultRulesSchema.parse(rules));
  return one;
}

function kindsOf(one: FaultInjector, calls: readonly Call[]): (string | undefined)[] {
  return calls.map((asked) => one.inject(asked)?.kind);
}

const manyCalls = Array.from({ length: 20_000 }, () => call('/v5/market/kline'));

describe('fault rules', () => {
  it('strike the share that they say, and of all kinds each as often as the others', () => {
    const struck = kindsOf(injector(7, { kind: 'all', rate: 0.2 }), manyCalls).filter(Boolean);
    expect(struck.length / manyCalls.length).toBeCloseTo(0.2, 1);
    const counts = new Map<string | undefined, number>();
    for (const kind of struck) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const fair = struck.length / counts.size;
    for (const count of counts.values()) {
      expect(count).toBeGreaterThan(fair * 0.5);
      expect(count).toBeLessThan(fair * 1.5);
    }
  });

  it('never choose what could not happen to this response', () => {
    const struck = new Set(kindsOf(injector(7, { kind: 'all' }), manyCalls));
    expect(struck).toContain('hang');
    for (const impossible of ['stall-gzip', 'rate-empty', 'shuffled-rows', 'cursor-loop']) {
      expect(struck).not.toContain(impossible);
    }
  });

  it('fail the same requests the same way for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), (seed) => {
        const calls = manyCalls.slice(0, 100);
        const rule = { kind: 'all', rate: 0.5 } as const;
        expect(kindsOf(injector(seed, rule), calls)).toEqual(kindsOf(injector(seed, rule), calls));
      }),
      { numRuns: 20 },
    );
  });

  it('pick out an endpoint, a symbol, the nth response, and stop after so many times', () => {
    const calls = [
      call('/v5/market/time'),
      call('/v5/market/kline'),
      call('/v5/market/kline', 'ETHUSDT'),
      call('/v5/market/kline', 'ETHUSDT'),
    ];
    const struck = (rule: Omit<FaultRuleInput, 'kind'>) =>
      kindsOf(injector(1, { kind: 'hang', ...rule }), calls).map(Boolean);
    expect(struck({ path: 'kline' })).toEqual([false, true, true, true]);
    expect(struck({ path: '/v5/market/time' })).toEqual([true, false, false, false]);
    expect(struck({ symbol: 'ETHUSDT' })).toEqual([false, false, true, true]);
    expect(struck({ path: 'kline', nth: 2 })).toEqual([false, false, true, false]);
    expect(struck({ times: 2 })).toEqual([true, true, false, false]);
  });

  it('come one after the other: the first that strikes decides', () => {
    const one = injector(1, { kind: 'http-500', times: 1 }, { kind: 'http-502' });
    expect(kindsOf(one, manyCalls.slice(0, 3))).toEqual(['http-500', 'http-502', 'http-502']);
  });
});
