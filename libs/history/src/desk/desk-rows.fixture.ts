import type { Opening } from '@fullcarry/domain/desk/decide/opening';
import type { NewFill } from '@fullcarry/domain/desk/perform/trader-parts';

export const INTENT: Opening = {
  legs: {
    long: {
      venue: 'bybit',
      instrument: 'spot',
      symbol: 'BTC/USDT',
      nativeId: 'BTCUSDT',
      unitsPerContract: 1,
      quantity: '0.1',
      price: '100',
      lot: { quantityStep: '0.0001', minQuantity: '0.001', minNotionalUsdt: '5' },
    },
    short: {
      venue: 'bybit',
      instrument: 'perpetual',
      symbol: 'BTC/USDT:USDT',
      nativeId: 'BTCUSDT',
      unitsPerContract: 1,
      quantity: '0.1',
      price: '101',
      lot: { quantityStep: '0.001', minQuantity: '0.001', minNotionalUsdt: '5' },
    },
  },
  first: 'long',
  openedAtMs: 1_790_000_000_000,
  openReason: 'It pays',
};

/** The long leg of that intent. */
export const bought = (positionId: number): NewFill => ({
  clientOrderId: `${positionId}-open-long`,
  positionId,
  purpose: 'open',
  leg: 'long',
  side: 'buy',
  quantity: '0.1',
  price: '100.000000000001',
  fee: { amount: '0.0100000000000001', coin: 'USDT' },
  filledAtMs: 1_790_000_000_123,
  how: 'traded',
  priceFrom: 'order-book',
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
