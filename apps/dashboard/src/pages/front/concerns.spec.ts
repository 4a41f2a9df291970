import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { DeskState } from '@fullcarry/contracts/facts/desk-status-v1';
import { dataStatus } from '@fullcarry/contracts/http/data/data-status-route';
import { currentDesk } from '@fullcarry/contracts/http/desk/desk-route';
import { describe, expect, it } from '@jest/globals';
import { concerns } from './concerns.js';

const nothing = { desk: undefined, data: [], rates: undefined, cycle: undefined };

function deskIn(state: DeskState, stale = false) {
  return currentDesk.parse({
    stale,
    heardAtMs: 1,
    reason: stale ? 'the desk is not heard any more: this is the last that it reported' : null,
    doors: 'loopback',
    status: {
      v: 1,
      atMs: 1,
      exchange: 'bybit',
      source: 'live',
      paper: true,
      state,
      reason: null,
      historyEnabled: true,
      activeInstance: 'one',
      openPositions: 0,
      exposureUsdt: '0',
      ledger: {
        startingEquityUsdt: '10000',
        cashUsdt: '10000',
        equityUsdt: '10000',
        realisedUsdt: '0',
        unrealisedUsdt: '0',
        fundingUsdt: '0',
        feesUsdt: '0',
      },
      settings: deskSettings.parse({}),
      lastCycle: null,
      scanIntervalSeconds: 15,
    },
  });
}

function dataIn(state: 'ready' | 'degraded', exchange: string) {
  return dataStatus.parse({
    state,
    reason: null,
    stale: false,
    heardAtMs: 1,
    historyEnabled: true,
    exchange,
    source: 'live',
    pairsTracked: 20,
    totalRecords: 1,
    candles: 1,
    fundingRates: 0,
    kinds: [],
    notKept: [],
    earliestMs: null,
    latestMs: null,
    lastSyncAtMs: null,
    lastSyncRows: null,
    datasetSha256: null,
    certifiedAtMs: null,
    window: null,
    fetchProgress: null,
    gaps: 0,
    degradedSeries: state === 'degraded' ? 3 : 0,
    degraded: [],
  });
}

describe('What needs a person', () => {
  it('is nothing while the desk runs on proven data', () => {
    const data = [dataIn('ready', 'bybit'), dataIn('ready', 'okx')];
    expect(concerns({ ...nothing, desk: deskIn('running'), data })).toEqual([]);
  });

  it('is an emergency stop and a gap before a pause', () => {
    const data = [dataIn('degraded', 'okx')];
    expect(concerns({ ...nothing, desk: deskIn('paused'), data })).toMatchObject([
      { tone: 'bad', text: expect.stringMatching(/^okx: 3 series are not proven/) },
      { tone: 'warn', text: expect.stringMatching(/paused/) },
    ]);
    const [stop] = concerns({ ...nothing, desk: deskIn('emergency-stopped') });
    expect(stop).toMatchObject({ tone: 'bad', path: '/desk' });
  });

  it('is what the desk itself calls a person for, one leg alone before an announced end', () => {
    const desk = deskIn('running');
    const status = desk.status && {
      ...desk.status,
      concerns: [
        { kind: 'delisting' as const, symbol: 'A', text: 'The exchange ends A' },
        { kind: 'unhedged' as const, symbol: 'B', text: 'One leg stands alone in B' },
      ],
    };
    expect(concerns({ ...nothing, desk: { ...desk, status } })).toEqual([
      { tone: 'bad', text: 'One leg stands alone in B.', path: '/desk' },
      { tone: 'warn', text: 'The exchange ends A.', path: '/desk' },
    ]);
  });

  it('is a desk that fell silent, whatever it published last', () => {
    expect(concerns({ ...nothing, desk: deskIn('running', true) })).toMatchObject([
      { tone: 'bad' },
    ]);
  });
});
