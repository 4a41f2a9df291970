import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { deskConcern, type DeskStatus } from '@fullcarry/contracts/facts/desk-status-v1';
import type { StoredFill } from '@fullcarry/history/desk/desk-rows';
import { healthOf, metricsOf } from '@fullcarry/testing/health-of';
import type { RunningApp } from '@fullcarry/testing/start-app';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStages, DeskStage, EAGER, traces } from './desk-stage.js';

afterEach(closeStages);

describe('of two orchestrators', () => {
  it('the second one stands by, and takes over when the first one is killed', async () => {
    const { stage, first, second } = await activeAndStandby();
    expect(JSON.stringify((await healthOf(second)).body)).toContain(`${instance(first)} is active`);
    expect(second.lines.join()).not.toContain('Cycle done');
    const before = await stage.ledger();
    // What an alert is joined on: each says of itself whether it is the active one (D4).
    expect(await metricsOf(first)).toMatch(/^fullcarry_desk_active 1$/m);
    const ofStandby = await metricsOf(second);
    expect(ofStandby).toMatch(/^fullcarry_desk_active 0$/m);
    for (const kind of deskConcern.shape.kind.options) {
      expect(ofStandby).toContain(`fullcarry_desk_concerns{kind="${kind}"} 0`);
    }

    const since = stage.facts.heard.length;
    await first.stop('SIGKILL');
    const isOfSecond = ({ activeInstance }: DeskStatus) => activeInstance === instance(second);
    const status = await stage.status(isOfSecond, since);
    expect(status.openPositions).toBe(before.positions.length);
    await stage.cycle(() => true, stage.facts.heard.length);
    expect((await stage.ledger()).fills).toEqual(before.fills);
    expect(await stage.command('stop')).toEqual({ v: 1, state: 'paused' });
  });

  it('the second one takes over at once when the first one is told to stop', async () => {
    const { stage, first, second } = await activeAndStandby();
    const since = stage.facts.heard.length;
    expect(await first.stop()).toBe(0);
    const { reason } = await stage.state('standby', since);
    expect(reason).toContain('told to stop');
    expect((await stage.state('running', since)).activeInstance).toBe(instance(second));
    expect(traces(first)).toEqual([]);
  });

  it('one that was frozen trades no more when it wakes up, and stands by', async () => {
    const { stage, first, second } = await activeAndStandby();
    const since = stage.facts.heard.length;
    first.process.kill('SIGSTOP');
    await stage.status(({ activeInstance }) => activeInstance === instance(second), since);
    expect(await stage.command('emergency-stop')).toMatchObject({ failed: [] });
    first.process.kill('SIGCONT');
    await first.prints('does not run the desk any more');
    await first.prints('Standing by');
    await stage.cycle(() => true, stage.facts.heard.length);

    const { fills } = await stage.ledger();
    expect(epochsInOrder(fills)).toEqual([...epochsInOrder(fills)].sort((a, b) => a - b));
    expect(new Set(fills.map((fill) => fill.instance)).size).toBe(2);
    const published = stage.facts.heard.slice(since).map(({ payload }) => JSON.stringify(payload));
    const lastOfFirst = published.findLastIndex((text) => text.includes(instance(first)));
    const firstOfSecond = published.findIndex((text) => text.includes(instance(second)));
    expect(lastOfFirst).toBeLessThan(firstOfSecond);
    expect(traces(first)).toEqual([]);
  });

  it('none trades while NATS is gone, and one goes on when it is back', async () => {
    const { stage, first, second } = await activeAndStandby();
    await stage.nats.stop();
    await first.prints('does not run the desk any more');
    await stage.nats.start();
    const runs = (app: RunningApp) =>
      app.lines.filter((line) => line.includes('This orchestrator runs the desk now')).length;
    while (runs(first) + runs(second) < 2) await new Promise((done) => setTimeout(done, 50));
    const { fills, positions } = await stage.ledger();
    expect(fills).toHaveLength(2 * positions.length);
    await stage.cycle(() => true, stage.facts.heard.length);
  });
});

/** The first one has opened positions, the second one stands by. */
async function activeAndStandby() {
  const stage = await DeskStage.open();
  const first = stage.startLiveDesk();
  await stage.cycle();
  const settings = { ...deskSettings.parse({}), ...EAGER };
  expect(await stage.command('configure', { settings })).toMatchObject({ settings });
  await stage.cycle(({ held }) => held === 3);
  const second = stage.startLiveDesk();
  await second.prints('Standing by');
  return { stage, first, second };
}

function instance(app: RunningApp): string {
  const line = app.lines.find((one) => one.includes('"pid":')) ?? '{}';
  const { pid, hostname } = JSON.parse(line) as { pid: number; hostname: string };
  return `${hostname}-${pid}`;
}

/** The lease of each fill, in the order in which they were filled. */
function epochsInOrder(fills: readonly StoredFill[]): number[] {
  return [...fills].sort((a, b) => a.filledAtMs - b.filledAtMs).map(({ epoch }) => epoch);
}
