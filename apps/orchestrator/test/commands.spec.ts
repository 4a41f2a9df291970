import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { DeskExplainCommandV1 } from '@fullcarry/contracts/commands/desk-explain-command-v1';
import { metricsOf } from '@fullcarry/testing/health-of';
import type { RunningApp } from '@fullcarry/testing/start-app';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeStages, DeskStage, EAGER, traces } from './desk-stage.js';

const DEFAULTS = deskSettings.parse({});

describe('a desk that is steered', () => {
  let stage: DeskStage;
  let desk: RunningApp;

  const restart = async (signal?: NodeJS.Signals) => {
    await desk.stop(signal);
    const since = stage.facts.heard.length;
    desk = stage.startLiveDesk();
    return since;
  };

  beforeAll(async () => {
    stage = await DeskStage.open();
    desk = stage.startLiveDesk();
    await stage.cycle();
  });
  afterAll(closeStages);

  it.each(Object.keys(DEFAULTS))('refuses a wrong %s, and the reason names it', async (field) => {
    // JSON has no NaN and no infinity: null and a number too large to hold are what they become.
    for (const wrong of ['"1"', 'null', 'true', '[]', '{}', '1e999', '-1']) {
      const settings = JSON.stringify(DEFAULTS).replace(
        new RegExp(`"${field}":[^,}]+`),
        `"${field}":${wrong}`,
      );
      const reply = await stage.commandText('configure', `{"v":1,"settings":${settings}}`);
      expect(reply).toMatchObject({ v: 1, error: expect.stringContaining(field) });
    }
  });

  it.each([
    [{ minHoldingYield: 0.2, entryNetYield: 0.1 }, 'minHoldingYield', 'entryNetYield'],
    [{ maxHeldBasis: 0.03, maxEntryBasis: 0.03 }, 'maxHeldBasis', 'maxEntryBasis'],
    [{ maxDeltaDrift: 0.03 }, 'maxDeltaDrift', ''],
    [
      { notionalPerMarketUsdt: 20_000, maxNotionalTotalUsdt: 10_000 },
      'notionalPerMarketUsdt',
      'maxNotionalTotalUsdt',
    ],
    [{ minMarginShare: 0.5, perpMarginShare: 0.5 }, 'minMarginShare', 'perpMarginShare'],
    [{ unheardOf: 1 }, 'unheardOf', ''],
  ])('refuses what contradicts itself: %j', async (pair, field, other) => {
    const reply = await stage.command('configure', { settings: { ...DEFAULTS, ...pair } });
    expect(reply).toMatchObject({ v: 1, error: expect.stringContaining(field) });
    expect(reply).toMatchObject({ error: expect.stringContaining(other) });
  });

  it('refuses what is no command at all', async () => {
    expect(await stage.commandText('configure', 'hello')).toMatchObject({ v: 1 });
    expect(await stage.commandText('start', '{"v":2}')).toMatchObject({
      error: expect.stringContaining('v: '),
    });
    expect(await metricsOf(desk)).toMatch(/control_orders_refused_total\{order="configure"\} \d+/);
  });

  it('keeps the settings over kill -9', async () => {
    const settings = { ...DEFAULTS, ...EAGER, notionalPerMarketUsdt: 1_000 };
    expect(await stage.command('configure', { settings })).toEqual({ v: 1, settings });
    const since = await restart('SIGKILL');
    const status = await stage.status(() => true, since);
    expect(status.settings).toEqual(settings);
  });

  it('opens, holds while it is paused, and stays paused after a restart', async () => {
    const { openPositions } = await stage.status((status) => status.openPositions > 0);
    expect(openPositions).toBeGreaterThan(0);
    expect(await stage.command('stop')).toEqual({ v: 1, state: 'paused' });
    const since = await restart();
    expect(await stage.state('paused', since)).toMatchObject({ openPositions });
    const started = stage.facts.heard.length;
    expect(await stage.command('start')).toMatchObject({ v: 1 });
    expect(await stage.state('running', started)).toMatchObject({ openPositions });
  });

  it('says of each market what its cycle says of it, and nothing of one that it does not see', async () => {
    const explain = async (market: string) =>
      DeskExplainCommandV1.reply.parse(await stage.command('explain', { market })).market;
    const { markets } = await stage.cycle(({ held }) => held > 0, stage.facts.heard.length);
    for (const { symbol, nativeId, reasonCode } of markets) {
      const explained = await explain(nativeId);
      expect(explained).toMatchObject({ symbol, reason: { code: reasonCode } });
      expect(explained?.held === null).toBe(explained?.label !== 'hold');
    }
    expect(await explain('NOPEUSDT')).toBeNull();
  });

  it('reports to Prometheus what it does', async () => {
    await stage.cycle(() => true, stage.facts.heard.length);
    const metrics = await metricsOf(desk);
    for (const line of [
      /^fullcarry_desk_active 1$/m,
      /^fullcarry_desk_open_positions [1-9]/m,
      /^fullcarry_desk_equity_usdt \d/m,
      /^fullcarry_desk_pnl_usdt\{part="funding"\} /m,
      /^fullcarry_desk_cycle_duration_seconds_count [1-9]/m,
      /^fullcarry_rates_age_seconds \d/m,
      /^fullcarry_desk_state\{state="running"\} 1$/m,
    ]) {
      expect(metrics).toMatch(line);
    }
  });

  it('closes one position by command and goes on, and keeps who ordered it', async () => {
    const { positions } = await stage.ledger();
    const [one, ...others] = positions.filter(({ state }) => state === 'open');
    const ask = { positionId: one!.id, by: 'the page, from 127.0.0.1' };
    const reply = await stage.command('close', ask);
    expect(reply).toEqual({
      v: 1,
      state: 'running',
      symbol: one!.legs.short.symbol,
      failure: null,
    });
    const after = (await stage.ledger()).positions;
    expect(after.find(({ id }) => id === one!.id)).toMatchObject({
      ...{ state: 'closed', closeReason: 'Ordered by the page, from 127.0.0.1' },
    });
    for (const { id } of others) {
      expect(after.find((position) => position.id === id)).toMatchObject({ state: 'open' });
    }
    expect(await stage.command('close', ask)).toMatchObject({
      error: `No position ${one!.id} is open`,
    });
  });

  it('closes all at once by an emergency stop, and stays stopped after a restart', async () => {
    const { positions } = await stage.ledger();
    const open = positions
      .filter(({ state }) => state === 'open')
      .map(({ legs }) => legs.short.symbol);
    const reply = await stage.command('emergency-stop');
    expect(reply).toMatchObject({ v: 1, state: 'emergency-stopped', failed: [] });
    expect((reply as { closed: string[] }).closed.sort()).toEqual(open.sort());
    const since = await restart('SIGKILL');
    const { openPositions, reason } = await stage.state('emergency-stopped', since);
    expect({ openPositions, reason }).toEqual({ openPositions: 0, reason: 'Ordered by a person' });
    const cycle = await stage.cycle(() => true, since);
    expect(cycle.opened).toBe(0);
    expect(await stage.command('start')).toMatchObject({ state: 'running' });
  });

  it('is stopped by SIGUSR1 as by the command', async () => {
    const since = stage.facts.heard.length;
    desk.process.kill('SIGUSR1');
    const { reason } = await stage.status(
      ({ state, openPositions }) => state === 'emergency-stopped' && openPositions === 0,
      since,
    );
    expect(reason).toBe('SIGUSR1');
    expect(traces(desk)).toEqual([]);
  });
});

describe('SIGUSR1 that comes while the desk is still starting', () => {
  afterAll(closeStages);

  it('stops it before it ever trades', async () => {
    const stage = await DeskStage.open();
    await stage.replay.faults([{ kind: 'hang', rate: 1 }]);
    const desk = stage.startLiveDesk({ REQUEST_TIMEOUT_MS: '500' });
    await desk.prints('runs the desk now');
    desk.process.kill('SIGUSR1');
    await desk.prints('as soon as the desk is open');
    await stage.replay.faults([]);
    await stage.state('emergency-stopped');
    await stage.cycle();
    expect((await stage.ledger()).positions).toEqual([]);
  });
});
