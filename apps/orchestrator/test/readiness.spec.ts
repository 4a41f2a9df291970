import type { DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import {
  marketSignalsSubject,
  MarketSignalsV1,
} from '@fullcarry/contracts/facts/market-signals-v1';
import { afterEach, describe, expect, it } from '@jest/globals';
import { healthOf } from '@fullcarry/testing/health-of';
import { leaveFact, retainedFact } from '@fullcarry/testing/retained-fact';
import { closeStages, DeskStage, EAGER, traces } from './desk-stage.js';

afterEach(closeStages);

describe('a desk that waits for proven history', () => {
  it('says so while no fetcher is there, and cycles when one has proven it', async () => {
    const stage = await DeskStage.open();
    const desk = stage.startOrchestrator();
    const waiting = await stage.state('waiting-for-data');
    expect(waiting).toMatchObject({ paper: true, historyEnabled: true, lastCycle: null });
    expect(waiting.reason).toContain('proven history of bybit');
    expect(await desk.prints('The desk is waiting')).toContain('proven history of bybit');
    const { body } = await healthOf(desk);
    expect(JSON.stringify(body)).toContain('waiting for proven history');

    stage.startFetcher();
    await stage.cycle();
    expectReadyBeforeFirstCycle(stage);
    await stage.state('running');
    expect(traces(desk)).toEqual([]);
  });

  it('cycles at once when the history was proven long before it came', async () => {
    const stage = await DeskStage.open();
    const fetcher = stage.startFetcher();
    const { markets } = await stage.facts.next<DataReady>('data.ready', { since: 0 });
    await fetcher.stop();
    stage.startOrchestrator();
    const { warnings, rowsSynced } = await stage.cycle();
    expect(rowsSynced).toBeNull();
    expect(warnings.join()).toContain('No fetcher answers');
    expectReadyBeforeFirstCycle(stage);
    await expectSignalsOf(stage, markets);
  });

  it('does not believe the fact of another stack on the same NATS', async () => {
    const stage = await DeskStage.open();
    const other = await DeskStage.open();
    other.startFetcher();
    await other.facts.next<DataReady>('data.ready', { since: 0 });
    const fact = (await retainedFact(other.nats.url, 'data.ready')) as DataReady;
    await leaveFact(stage.nats.url, 'data.ready', fact);
    const desk = stage.startOrchestrator();
    const { reason } = await stage.status(
      ({ reason }) => reason?.includes('what was said') ?? false,
    );
    expect(reason).toContain('is not what this database holds');
    await desk.stop();
    expect(stage.facts.of('desk.cycle')).toEqual([]);
  });
});

describe('a desk whose fetcher goes away', () => {
  it('goes on with a warning, and closes to new trades what is no longer proven', async () => {
    const stage = await DeskStage.open();
    const fetcher = stage.startFetcher();
    stage.startOrchestrator();
    await stage.cycle();
    await fetcher.stop('SIGKILL');
    const since = stage.facts.heard.length;
    // The next candle and the settlements of 16:00 are due, and nobody fetches them.
    await stage.replay.moveClock(Date.parse('2026-08-01T17:30:00Z'));
    const later = await stage.cycle(
      ({ startedAtMs }) => startedAtMs >= Date.parse('2026-08-01T17:00:00Z'),
      since,
    );
    expect(later.warnings.join()).toContain('No fetcher answers');
    await stage.command('configure', { settings: EAGER });
    const eager = await stage.cycle(({ number }) => number > later.number + 1, since);
    expect(eager.opened).toBe(0);
    expect(new Set(eager.markets.map(({ reasonCode }) => reasonCode))).toContain('not-proven');
  });
});

/** In the order in which a plain subscriber heard them. */
function expectReadyBeforeFirstCycle({ facts }: DeskStage): void {
  const subjects = facts.heard.map(({ subject }) => subject);
  const cycle = subjects.indexOf('desk.cycle');
  const ready = subjects.indexOf('data.ready');
  expect(ready).toBeGreaterThanOrEqual(0);
  expect(ready).toBeLessThan(cycle);
}

/** Whatever the settings decide by: each market's signals are published once, and cite the certificates that were published. */
async function expectSignalsOf(stage: DeskStage, markets: DataReady['markets']): Promise<void> {
  for (const { nativeId, certificates } of markets) {
    const subject = marketSignalsSubject('bybit', nativeId);
    const published = MarketSignalsV1.schema.parse(await stage.facts.next(subject, { since: 0 }));
    expect(published).toMatchObject({ nativeId, unproven: null, marketsTotal: markets.length });
    expect(published.signals?.level).toBeGreaterThan(0);
    const proven = certificates.map(({ sha256 }) => sha256);
    expect(published.certificates.length).toBeGreaterThan(1);
    for (const { sha256 } of published.certificates) expect(proven).toContain(sha256);
  }
}
