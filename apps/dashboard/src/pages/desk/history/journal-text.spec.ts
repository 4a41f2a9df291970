import { describe, expect, it } from '@jest/globals';
import { journalText } from './journal-text.js';

const at = { atMs: 1, by: 'the desk' };
const market = { positionId: 1, symbol: 'BTC/USDT:USDT', nativeId: 'BTCUSDT' };

describe('An entry of the journal', () => {
  it('says a setting by its label and in its unit, old → new', () => {
    const changes = [
      { name: 'entryNetYield', before: 0.05, after: 0.02 },
      { name: 'spotFeeBps', before: null, after: 2 },
      { name: 'longGone', before: 1, after: 2 },
    ];
    expect(journalText({ ...at, kind: 'settings', changes }).text).toBe(
      'Open from 5 → 2 % a year; Spot fee 10 → 2 bp; longGone 1 → 2',
    );
  });

  it('says nothing of a setting that had its default and was set to the same', () => {
    const changes = [
      { name: 'spotFeeBps', before: null, after: 10 },
      { name: 'perpFeeBps', before: null, after: 1 },
    ];
    expect(journalText({ ...at, kind: 'settings', changes }).text).toBe('Perpetual fee 5.5 → 1 bp');
  });

  it('says of a closed trade why, and what it earned after costs', () => {
    const trade = { kind: 'trade', change: 'closed', pnlUsdt: '-1.93904' } as const;
    const text = journalText({ ...at, ...market, ...trade, reason: 'ordered by a person' });
    expect(text).toMatchObject({ badge: 'Closed' });
    expect(text.text).toBe('BTCUSDT: Ordered by a person. Net P&L −1.94 USDT.');
  });

  it('says of an order that was not filled what its limit was', () => {
    const order = { kind: 'order', purpose: 'open', leg: 'perp', side: 'sell' } as const;
    const prices = { quantity: '0.5', limitPrice: '64000', price: null, feeUsdt: null };
    const text = journalText({ ...at, ...market, ...order, ...prices, state: 'rejected' });
    expect(text.text).toBe('BTCUSDT: sell 0.50 perpetual, limit 64,000.00');
  });
});
