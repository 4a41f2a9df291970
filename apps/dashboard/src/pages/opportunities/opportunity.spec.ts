import type { DeskCycle, MarketVerdict } from '@fullcarry/contracts/facts/desk-cycle-v1';
import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { MarketRate } from '@fullcarry/contracts/facts/market-rates-v1';
import { describe, expect, it } from '@jest/globals';
import { opportunities } from './opportunity.js';

const verdict: MarketVerdict = {
  symbol: 'LINK/USDT:USDT',
  nativeId: 'LINKUSDT',
  rank: 1,
  netYield: 0.0223,
  grossYield: 0.0167,
  breakEvenSettlements: 60,
  persistence: 0.66,
  action: 'held',
  reasonCode: 'held',
  reason: '',
};
const ledger = {
  startingEquityUsdt: '1',
  cashUsdt: '1',
  equityUsdt: '1',
  realisedUsdt: '0',
  unrealisedUsdt: '0',
  fundingUsdt: '0',
  feesUsdt: '0',
};
const cycleOf = (market: MarketVerdict): DeskCycle => ({
  v: 1,
  number: 1,
  exchange: 'bybit',
  source: 'live',
  startedAtMs: 0,
  durationMs: 1,
  warnings: [],
  rowsSynced: null,
  opened: 0,
  closed: 0,
  held: 1,
  ledger,
  markets: [market],
});
const rateEach = (intervalMinutes: number): MarketRate => ({
  symbol: verdict.symbol,
  nativeId: verdict.nativeId,
  predictedRate: '0.0001',
  nextFundingAtMs: 1,
  intervalMinutes,
  markPrice: '1',
  lastPrice: '1',
  turnoverUsdt24h: '1',
  spot: null,
});
// Fees 10 and 5.5 bp, slippage 2 bp: 39 bp a round trip, over 4,320 hours 0.79 % a year.
const settings = deskSettings.parse({ holdingHours: 4_320 });
const known = { rates: [rateEach(480)], settings, markets: [], nowMs: 0 };

describe('An opportunity', () => {
  it('adds up: what is expected less the costs is the net yield, whatever is predicted now', () => {
    const [one] = opportunities(cycleOf(verdict), known);
    expect(one?.costs).toBeCloseTo(0.0079, 4);
    expect((one?.expected ?? 0) - (one?.costs ?? 0)).toBeCloseTo(0.0223);
  });

  it('breaks even in days: sixty settlements are 20 days each 8 h, and 2.5 each hour', () => {
    const [slow] = opportunities(cycleOf(verdict), known);
    const [fast] = opportunities(cycleOf(verdict), { ...known, rates: [rateEach(60)] });
    expect([slow?.breakEvenDays, fast?.breakEvenDays]).toEqual([20, 2.5]);
  });

  it('never breaks even while shorts pay', () => {
    const paying = { ...verdict, grossYield: -0.05, breakEvenSettlements: null };
    expect(opportunities(cycleOf(paying), known)[0]?.breakEvenDays).toBe(Infinity);
  });

  it('has no parts where no yield can be computed', () => {
    const [one] = opportunities(cycleOf({ ...verdict, netYield: null }), known);
    expect([one?.expected, one?.costs]).toEqual([undefined, undefined]);
  });
});
