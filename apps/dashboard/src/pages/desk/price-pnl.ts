import type { DeskPosition } from '@fullcarry/contracts/facts/desk-position-v1';

/** Earned by prices on closed and held legs together, USDT, to the cent: price P&L + funding − fees = net P&L. */
export function pricePnl({
  realisedUsdt,
  unrealisedUsdt,
}: Pick<DeskPosition, 'realisedUsdt' | 'unrealisedUsdt'>): number {
  return Number(realisedUsdt) + Number(unrealisedUsdt);
}
