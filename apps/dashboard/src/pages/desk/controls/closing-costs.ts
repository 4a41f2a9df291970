import type { DeskPosition } from '@fullcarry/contracts/facts/desk-position-v1';
import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';

/**
 * About what it costs to close these positions: fee and slippage of two fills each, on the notional of the short.
 *
 * Units: USDT, ≥ 0, positive is paid. The spread of the books comes on top; nobody knows it beforehand.
 */
export function closingCosts(
  positions: readonly Pick<DeskPosition, 'notionalUsdt'>[],
  { spotFeeBps, perpFeeBps, slippageBps }: DeskSettings,
): number {
  const share = (spotFeeBps + perpFeeBps + 2 * slippageBps) / 10_000;
  return positions.reduce((sum, { notionalUsdt }) => sum + Number(notionalUsdt) * share, 0);
}
