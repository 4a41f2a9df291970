import type { MarketVerdict } from '@fullcarry/contracts/facts/desk-cycle-v1';
import type { DeskPosition } from '@fullcarry/contracts/facts/desk-position-v1';
import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { describe, expect, it } from '@jest/globals';
import { deskConcerns, type KnownOfDesk } from './desk-concerns.js';

const BTC = 'BTC/USDT:USDT';

const HEDGED: DeskPosition = {
  id: 1,
  symbol: BTC,
  nativeId: 'BTCUSDT',
  state: 'open',
  quantity: '0.02',
  openedAtMs: 1,
  closedAtMs: null,
  openReason: 'It pays',
  closeReason: null,
  spotEntryPrice: '100000',
  perpEntryPrice: '100000',
  spotPrice: '100000',
  perpMarkPrice: '100000',
  notionalUsdt: '2000',
  realisedUsdt: '0',
  unrealisedUsdt: '0',
  fundingUsdt: '0',
  feesUsdt: '3.1',
  pnlUsdt: '-3.1',
  settlementsBooked: 0,
  deltaDrift: 0,
  marginShare: 0.5,
};

const HELD: MarketVerdict = {
  symbol: BTC,
  nativeId: 'BTCUSDT',
  rank: 1,
  netYield: 0.1,
  grossYield: 0.1,
  breakEvenSettlements: 30,
  persistence: 1,
  action: 'held',
  reasonCode: 'held',
  reason: 'Holding on is worth 10 % a year; no reason to close',
};

const WELL: KnownOfDesk = {
  mode: 'running',
  brokenBecause: undefined,
  differences: [],
  positions: [HEDGED],
  settings: deskSettings.parse({}),
  drawdown: 0.02,
  verdicts: [HELD],
};

const kinds = (known: Partial<KnownOfDesk>) =>
  deskConcerns({ ...WELL, ...known }).map(({ kind, symbol }) => [kind, symbol]);

describe('What of the desk needs a person’s eyes', () => {
  it('nothing, while both legs are there, the collateral is whole and the books add up', () => {
    expect(deskConcerns(WELL)).toEqual([]);
  });

  it('one leg alone, and how much where only a part of it is', () => {
    expect(deskConcerns({ ...WELL, positions: [{ ...HEDGED, deltaDrift: 1 }] })).toEqual([
      {
        kind: 'unhedged',
        symbol: BTC,
        text: `One leg stands alone in ${BTC}: it follows the price, and is tried again every cycle`,
      },
    ]);
    const [part] = deskConcerns({ ...WELL, positions: [{ ...HEDGED, deltaDrift: 0.3 }] });
    expect(part?.text).toContain('30.00 % is unhedged');
  });

  it.each(['leg-failed', 'no-price', 'order-unknown'])(
    'a closing that did not get done: %s',
    (reasonCode) => {
      const verdicts = [{ ...HELD, reasonCode }];
      expect(kinds({ verdicts })).toEqual([['closing-failed', BTC]]);
    },
  );

  it('no closing that waits for its price on purpose', () => {
    expect(kinds({ verdicts: [{ ...HELD, reasonCode: 'pair-moved' }] })).toEqual([]);
  });

  it('what is half closed, and what is open after an emergency stop', () => {
    expect(kinds({ positions: [{ ...HEDGED, state: 'closing' }] })).toEqual([
      ['closing-failed', BTC],
    ]);
    expect(kinds({ mode: 'emergency-stopped' })).toEqual([['closing-failed', BTC]]);
  });

  it('books that do not add up, which stop the desk and keep what it holds', () => {
    const brokenBecause = 'The ledger does not add up';
    expect(kinds({ mode: 'emergency-stopped', brokenBecause })).toEqual([['books-broken', null]]);
  });

  it('what an exchange holds and the book does not', () => {
    const text = 'BTC on bybit: 19.9 BTC are at the exchange, 20 in the book';
    const differences = [{ kind: 'balance', venue: 'bybit', of: 'BTC', text }] as const;
    expect(deskConcerns({ ...WELL, differences })).toEqual([
      {
        kind: 'books-differ',
        symbol: 'BTC',
        text: `${text}; nothing is opened while it lasts`,
      },
    ]);
  });

  it('a short with less than a quarter left of what it may lose: 0.2 of 0.5 … 0.1', () => {
    const left = (marginShare: number) => kinds({ positions: [{ ...HEDGED, marginShare }] });
    expect(left(0.2)).toEqual([]);
    expect(left(0.199)).toEqual([['margin-low', BTC]]);
  });

  it('equity more than half of the way to the fall at which the desk pauses', () => {
    expect(kinds({ drawdown: 0.05 })).toEqual([]);
    expect(kinds({ drawdown: 0.051 })).toEqual([['drawdown', null]]);
  });

  it('a market that is held and whose end is announced', () => {
    const endsAtMs = Date.UTC(2026, 11, 1, 8);
    const [end] = deskConcerns({ ...WELL, verdicts: [{ ...HELD, endsAtMs }] });
    expect(end).toEqual({
      kind: 'delisting',
      symbol: BTC,
      text: `The exchange ends ${BTC} at 2026-12-01 08:00 UTC; the position is closed 24 h before`,
    });
  });
});
