import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { RunningApp } from '@fullcarry/testing/start-app';
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeStages, DeskStage, EAGER, traces } from './desk-stage.js';

afterEach(closeStages);

const states = async (stage: DeskStage) =>
  (await stage.ledger()).positions.map(({ state }) => state);

async function holding(stage: DeskStage): Promise<RunningApp> {
  const desk = stage.startLiveDesk();
  await stage.cycle();
  await stage.command('configure', { settings: { ...deskSettings.parse({}), ...EAGER } });
  await stage.cycle(({ held }) => held === 3);
  return desk;
}

describe('an emergency stop', () => {
  it('is undone by nothing that was asked before it (C12)', async () => {
    const stage = await DeskStage.open();
    await holding(stage);
    expect(await stage.command('stop')).toEqual({ v: 1, state: 'paused' });
    const [, stopped, paused] = await stage.commandsInTurn(['start', 'emergency-stop', 'stop']);
    expect(stopped).toMatchObject({ v: 1, failed: [] });
    expect(paused).toMatchObject({ v: 1 });
    const since = stage.facts.heard.length;
    const later = await stage.cycle(() => true, since);
    expect(later).toMatchObject({ opened: 0, held: 0 });
    expect(await stage.state('emergency-stopped', since)).toMatchObject({ openPositions: 0 });
    expect(new Set(await states(stage))).toEqual(new Set(['closed']));
    expect(await stage.command('start')).toEqual({ v: 1, state: 'running' });
  });

  it('by SIGUSR1 to a stand-by is carried out once, by whoever is active (C14)', async () => {
    const stage = await DeskStage.open();
    const first = await holding(stage);
    const second = stage.startLiveDesk();
    await second.prints('Standing by');
    const since = stage.facts.heard.length;
    second.process.kill('SIGUSR1');
    const isStopped = await stage.status(
      ({ state, openPositions }) => state === 'emergency-stopped' && openPositions === 0,
      since,
    );
    expect(isStopped.reason).toBe('SIGUSR1');
    expect(new Set(await states(stage))).toEqual(new Set(['closed']));

    expect(await stage.command('start')).toEqual({ v: 1, state: 'running' });
    const taken = stage.facts.heard.length;
    await first.stop();
    // Nothing is left over for the stand-by to do, hours or days later.
    await stage.state('running', taken);
    const { opened, held } = await stage.cycle(() => true, stage.facts.heard.length);
    expect({ opened, held }).toEqual({ opened: 0, held: 0 });
    expect(second.lines.filter((line) => line.includes('Emergency stop')).length).toBe(1);
    expect(traces(second)).toEqual([]);
  });
});

describe('a desk whose books do not add up (C13)', () => {
  it('can be started by nobody, but stopped, closed, and put right by a person', async () => {
    const stage = await DeskStage.open();
    const desk = await holding(stage);
    await desk.stop();
    await stage.execute(`UPDATE desk SET cash_usdt = cash_usdt || '00001'`);
    const again = stage.startLiveDesk();
    const since = stage.facts.heard.length;
    await again.prints('It does not add up');
    const { reason, ledger, concerns } = await stage.state('emergency-stopped', since);
    expect(reason).toContain('USDT are unexplained');
    expect(concerns).toMatchObject([{ kind: 'books-broken', symbol: null }]);
    const unexplained = ledger.unexplainedUsdt ?? '';
    expect(unexplained).toMatch(/^0\.0+1$/);

    expect(await stage.command('start')).toMatchObject({
      error: expect.stringContaining('add up'),
    });
    const wrong = { amountUsdt: '1', reason: 'A guess' };
    expect(await stage.command('correct', wrong)).toMatchObject({
      error: `${unexplained} USDT are unexplained, not 1: nothing was booked`,
    });
    expect(new Set(await states(stage))).toEqual(new Set(['open']));
    expect(await stage.command('emergency-stop')).toMatchObject({ failed: [] });
    expect(new Set(await states(stage))).toEqual(new Set(['closed']));

    const right = { amountUsdt: unexplained, reason: 'Five digits were appended by hand' };
    expect(await stage.command('correct', right)).toMatchObject({
      v: 1,
      state: 'emergency-stopped',
      ledger: { correctionsUsdt: unexplained, unexplainedUsdt: '0' },
    });
    const after = stage.facts.heard.length;
    await stage.status((status) => status.concerns?.length === 0, after);
    expect(await stage.command('start')).toEqual({ v: 1, state: 'running' });
    await stage.cycle(() => true, stage.facts.heard.length);
    expect(traces(again)).toEqual([]);
  });
});
