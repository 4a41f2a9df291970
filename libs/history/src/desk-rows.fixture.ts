import type { Opening } from '@fullcarry/domain/desk/position';
import type { NewFill } from './position-ledger-store.js';

export const INTENT: Opening = {
  symbol: 'BTC/USDT:USDT',
  nativeId: 'BTCUSDT',
  spotSymbol: 'BTC/USDT',
  quantity: '0.1',
  contracts: '0.1',
  unitsPerContract: 1,
  openedAtMs: 1_790_000_000_000,
  openReason: 'It pays',
  spotPrice: '100',
  perpMarkPrice: '101',
};

/** The spot leg of that intent. */
export const bought = (positionId: number): NewFill => ({
  clientOrderId: `${positionId}-open-spot`,
  positionId,
  purpose: 'open',
  leg: 'spot',
  side: 'buy',
  quantity: '0.1',
  price: '100.000000000001',
  feeUsdt: '0.0100000000000001',
  filledAtMs: 1_790_000_000_123,
  how: 'traded',
});

export const payment = (settledAtMs: number, amountUsdt: string) => ({
  settledAtMs,
  rate: '0.0001',
  contracts: '0.1',
  markPrice: '100',
  amountUsdt,
  bookedAtMs: 1_790_000_100_000,
  priceAtMs: settledAtMs,
});
