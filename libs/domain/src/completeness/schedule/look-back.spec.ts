import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AnnouncedRun } from './announced-schedule.js';
import { wantedCandles, wantedSettlements, type Lifetime } from './look-back.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time-window.js';

const at = (text: string) => Date.parse(text);
const now = at('2026-02-19T17:20:30Z');
const always: Lifetime = { listedAtMs: undefined, delistedAtMs: undefined };
/** One settlement that was announced. */
const run = (observedAt: string, nextAt: string, hours: number): AnnouncedRun => ({
  observedAtMs: at(observedAt),
  firstNextAtMs: at(nextAt),
  intervalMs: hours * HOUR_MS,
  lastNextAtMs: at(nextAt),
});
const next = [run('2026-02-19T16:00:05Z', '2026-02-20T00:00Z', 8)];

describe('the candles that are wanted', () => {
  it('begin at the UTC day of the look-back and end with the last closed candle', () => {
    expect(wantedCandles(now, 30, HOUR_MS, always)).toEqual({
      fromMs: at('2026-01-20T00:00Z'),
      toMs: at('2026-02-19T17:00Z'),
    });
  });

  it('include the candle that closes at this instant', () => {
    expect(wantedCandles(at('2026-02-19T17:00Z'), 1, HOUR_MS, always).toMs).toBe(
      at('2026-02-19T17:00Z'),
    );
  });

  it('begin with the candle in which the market was listed', () => {
    const life = { ...always, listedAtMs: at('2026-02-10T10:05Z') };
    expect(wantedCandles(now, 30, HOUR_MS, life).fromMs).toBe(at('2026-02-10T10:00Z'));
  });

  it('end with the candle in which the market was delisted', () => {
    const noon = { ...always, delistedAtMs: at('2026-02-18T12:00Z') };
    const halfPast = { ...always, delistedAtMs: at('2026-02-18T12:30Z') };
    expect(wantedCandles(now, 30, HOUR_MS, noon).toMs).toBe(at('2026-02-18T12:00Z'));
    expect(wantedCandles(now, 30, HOUR_MS, halfPast).toMs).toBe(at('2026-02-18T13:00Z'));
  });

  it('never include the open candle, not even that of a market delisted in it', () => {
    const life = { ...always, delistedAtMs: at('2026-02-19T17:10Z') };
    expect(wantedCandles(now, 30, HOUR_MS, life).toMs).toBe(at('2026-02-19T17:00Z'));
  });
});

describe('the settlements that are wanted', () => {
  it('end with the last settlement due, itself included', () => {
    expect(wantedSettlements(now, 30, always, next)).toEqual({
      fromMs: at('2026-01-20T00:00Z'),
      toMs: at('2026-02-19T16:01Z'),
    });
  });

  it('begin at the minute of the listing', () => {
    const life = { ...always, listedAtMs: at('2026-02-10T10:05:30Z') };
    expect(wantedSettlements(now, 30, life, next).fromMs).toBe(at('2026-02-10T10:05Z'));
  });

  it.each([
    ['is due at this instant', '2026-02-19T17:20:30Z', '2026-02-19T17:21Z'],
    ['was due a while ago', '2026-02-19T16:00Z', '2026-02-19T16:01Z'],
    ['is due in a moment', '2026-02-19T17:20:31Z', '2026-02-19T09:21Z'],
  ])('include what the exchange still calls the next one when that %s', (_, nextAt, toMs) => {
    const late = [run('2026-02-19T09:30Z', nextAt, 8)];
    expect(wantedSettlements(now, 30, always, late).toMs).toBe(at(toMs));
  });

  it('include the first one of a shorter interval that was announced, as soon as its time has come', () => {
    const runs = [
      run('2026-02-19T08:00:05Z', '2026-02-19T16:00Z', 8),
      run('2026-02-19T16:00:05Z', '2026-02-19T17:00Z', 1),
    ];
    expect(wantedSettlements(at('2026-02-19T17:00:05Z'), 30, always, runs).toMs).toBe(
      at('2026-02-19T17:01Z'),
    );
  });

  it('wait for the first one of a longer interval that was announced', () => {
    const runs = [
      run('2026-02-19T15:00:05Z', '2026-02-19T16:00Z', 1),
      run('2026-02-19T16:00:05Z', '2026-02-20T00:00Z', 8),
    ];
    expect(wantedSettlements(now, 30, always, runs).toMs).toBe(at('2026-02-19T16:01Z'));
  });

  it('may be all up to now where nothing was announced', () => {
    expect(wantedSettlements(now, 30, always, []).toMs).toBe(at('2026-02-19T17:21Z'));
  });

  it('never follow the end of a market, whatever goes on being announced of it', () => {
    const life = { ...always, delistedAtMs: at('2026-02-18T08:00Z') };
    expect(wantedSettlements(now, 30, life, next).toMs).toBe(at('2026-02-18T08:01Z'));
    expect(wantedSettlements(now + 9 * DAY_MS, 30, life, next).toMs).toBe(at('2026-02-18T08:01Z'));
  });

  it('end with the life of a delisted market, a settlement at that instant included', () => {
    const life = { ...always, delistedAtMs: at('2026-02-18T08:00Z') };
    expect(wantedSettlements(now, 30, life, []).toMs).toBe(at('2026-02-18T08:01Z'));
  });

  it('are none before the first one is due', () => {
    const life = { ...always, listedAtMs: at('2026-02-19T16:30Z') };
    const wanted = wantedSettlements(now, 30, life, next);
    expect(wanted.toMs).toBe(wanted.fromMs);
  });
});

describe('what is wanted', () => {
  it('never ends before it begins, whatever the exchange says of listing, delisting and schedule', () => {
    const instant = fc.integer({ min: now - 60 * DAY_MS, max: now + 60 * DAY_MS });
    const life = fc.record({
      listedAtMs: fc.option(instant, { nil: undefined }),
      delistedAtMs: fc.option(instant, { nil: undefined }),
    });
    const schedule = fc.array(
      fc
        .tuple(instant, instant, fc.constantFrom(1, 2, 4, 6, 8, 24), fc.nat({ max: 20 }))
        .map(([observedAtMs, firstNextAtMs, hours, more]): AnnouncedRun => ({
          observedAtMs,
          firstNextAtMs,
          intervalMs: hours * HOUR_MS,
          lastNextAtMs: firstNextAtMs + more * hours * HOUR_MS,
        })),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(fc.nat({ max: 400 }), life, schedule, (days, lifetime, due) => {
        const candles = wantedCandles(now, days, HOUR_MS, lifetime);
        const settlements = wantedSettlements(now, days, lifetime, due);
        for (const wanted of [candles, settlements]) {
          expect(wanted.fromMs).toBeLessThanOrEqual(wanted.toMs);
          expect(wanted.fromMs % MINUTE_MS).toBe(0);
        }
        if (candles.fromMs < candles.toMs) expect(candles.toMs).toBeLessThanOrEqual(now);
        if (settlements.fromMs < settlements.toMs) {
          expect(settlements.toMs).toBeLessThanOrEqual(now + MINUTE_MS);
        }
      }),
    );
  });
});
