import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { RunningApp } from '@fullcarry/testing/start-app';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStages, DeskStage, EAGER, traces } from './desk-stage.js';
import { slowExchange } from './slow-exchange.js';

afterEach(closeStages);

describe('an orchestrator that is told to stop', () => {
  it.each<{
    readonly when: string;
    readonly signal: NodeJS.Signals;
    readonly reach: (stage: DeskStage) => Promise<RunningApp>;
  }>([
    {
      when: 'it waits for NATS',
      signal: 'SIGTERM',
      reach: async (stage) => {
        await stage.nats.stop();
        const desk = stage.startOrchestrator();
        await desk.prints('NATS with JetStream not reachable');
        return desk;
      },
    },
    {
      when: 'it waits for the first rates',
      signal: 'SIGINT',
      reach: async (stage) => {
        await stage.replay.faults([{ kind: 'hang', rate: 1 }]);
        const desk = stage.startOrchestrator({ FIRST_POLL_TIMEOUT_SECONDS: '0' });
        await desk.prints('No rates yet, waiting on');
        return desk;
      },
    },
    {
      when: 'it waits for the history',
      signal: 'SIGTERM',
      reach: async (stage) => {
        const desk = stage.startOrchestrator();
        await stage.state('waiting-for-data');
        return desk;
      },
    },
    {
      when: 'it holds positions',
      signal: 'SIGINT',
      reach: (stage) => holding(stage),
    },
  ])('by $signal while $when ends cleanly', async ({ signal, reach }) => {
    const stage = await DeskStage.open();
    const desk = await reach(stage);
    expect(await desk.stop(signal)).toBe(0);
    expect(desk.lines.join()).toContain('"Stopped"');
    expect(traces(desk)).toEqual([]);
  });

  it('keeps its positions, or closes them when it is told to', async () => {
    const stage = await DeskStage.open();
    const keeping = await holding(stage);
    expect(await keeping.stop()).toBe(0);
    expect((await stage.ledger()).positions.map(({ state }) => state)).toEqual(['open', 'open']);

    const since = stage.facts.heard.length;
    const closing = stage.startLiveDesk({ CLOSE_ON_SHUTDOWN: 'true' });
    await stage.cycle(() => true, since);
    expect(await closing.stop()).toBe(0);
    const { positions } = await stage.ledger();
    expect(positions.map(({ state }) => state)).toEqual(['closed', 'closed']);
  });

  it('closes three positions of an exchange that takes 200 ms a call, all legs of them (C15)', async () => {
    const stage = await DeskStage.open();
    const keeping = await holding(stage, 6_000);
    expect(await keeping.stop()).toBe(0);
    const since = stage.facts.heard.length;
    const EXCHANGE_URL = await slowExchange(stage.replay.url, 200);
    const closing = stage.startLiveDesk({ CLOSE_ON_SHUTDOWN: 'true', EXCHANGE_URL });
    await stage.cycle(() => true, since);
    expect(await closing.stop()).toBe(0);
    const { positions, fills } = await stage.ledger();
    expect(positions.map(({ state }) => state)).toEqual(['closed', 'closed', 'closed']);
    expect(fills).toHaveLength(12);
    expect(traces(closing)).toEqual([]);
  });
});

async function holding(stage: DeskStage, maxNotionalTotalUsdt = 4_000): Promise<RunningApp> {
  const desk = stage.startLiveDesk();
  await stage.cycle();
  const settings = { ...deskSettings.parse({}), ...EAGER, maxNotionalTotalUsdt };
  await stage.command('configure', { settings });
  await stage.cycle(({ held }) => held === maxNotionalTotalUsdt / 2_000);
  return desk;
}
