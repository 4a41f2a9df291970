import type { DeskPosition } from '@fullcarry/contracts/facts/desk-position-v1';
import { DeskCloseRoute } from '@fullcarry/contracts/http/desk/desk-command-routes';
import { moneyText } from '../../../format/numbers.js';
import { useLive } from '../../../live/feed.js';
import { ConfirmDialog } from '../../../ui/dialog/confirm-dialog.js';
import { closingCosts } from './closing-costs.js';
import { useCommand } from './use-command.js';

interface ClosePositionProps {
  /** Undefined asks nothing. */
  readonly position: DeskPosition | undefined;
  readonly onClose: () => void;
}

/** Asks before one position is closed: what is sold, what it costs, what it has earned so far. */
export function ClosePosition({ position, onClose }: ClosePositionProps) {
  const settings = useLive('deskV1')?.status?.settings;
  const close = useCommand(DeskCloseRoute, 'Close position', ({ symbol, failure }) =>
    failure === null ? `${symbol} is closed.` : `${symbol} could not be closed: ${failure}`,
  );
  if (!position || !settings) return null;
  const { id, nativeId, notionalUsdt, pnlUsdt } = position;
  return (
    <ConfirmDialog
      isOpen
      title={`Close ${nativeId} now?`}
      confirm="Close this position"
      onConfirm={() => close.mutate({ positionId: id })}
      onClose={onClose}
    >
      Both legs, {moneyText(notionalUsdt)} USDT of notional, are closed at the prices of this
      moment, for about {moneyText(closingCosts([position], settings))} USDT of fees and slippage.
      Its net P&L so far is {moneyText(pnlUsdt, 'always')} USDT. The desk goes on, and opens this
      market again after {settings.restHours} h at the earliest.
    </ConfirmDialog>
  );
}
