import type { DeskPosition } from '@fullcarry/contracts/facts/desk-position-v1';
import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { DeskEmergencyStopRoute } from '@fullcarry/contracts/http/desk/desk-command-routes';
import { useState } from 'react';
import { keepSessionToken, useSessionToken } from '../../../api/session-token.js';
import { countText, moneyText } from '../../../format/numbers.js';
import { useLive } from '../../../live/feed.js';
import { ConfirmDialog } from '../../../ui/dialog/confirm-dialog.js';
import '../../../ui/form/field.css';
import { closingCosts } from './closing-costs.js';
import { useCommand } from './use-command.js';

interface EmergencyStopDialogProps {
  readonly isOpen: boolean;
  /** Undefined before the desk was heard. */
  readonly settings: DeskSettings | undefined;
  /** Also where it is not known yet whether it does. */
  readonly needsToken: boolean;
  readonly onClose: () => void;
}

/** What will be closed and about what it costs, and the confirmation of a person. */
export default function EmergencyStopDialog(props: EmergencyStopDialogProps) {
  const { isOpen, settings, needsToken, onClose } = props;
  const open = useLive('positionV1')?.open;
  const token = useSessionToken();
  const [text, setText] = useState('');
  const stop = useCommand(DeskEmergencyStopRoute, 'Emergency stop', ({ closed, failed }) =>
    failed.length === 0
      ? `Closed: ${closed.length === 0 ? 'nothing was open' : closed.join(', ')}.`
      : `Could not close ${failed.map(({ symbol, reason }) => `${symbol} (${reason})`).join(', ')}.`,
  );
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title="Close every position now?"
      confirm="Close everything"
      onConfirm={() => {
        if (text.trim() !== '') keepSessionToken(text.trim());
        stop.mutate({});
      }}
      onClose={onClose}
    >
      <span>{whatCloses(open, settings)} </span>
      <span>The desk then trades no more until a person starts it again.</span>
      {needsToken && token === null && (
        <label className="field">
          <span className="field-label">Token for orders (DASHBOARD_TOKEN)</span>
          <input
            className="input"
            type="password"
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoComplete="off"
          />
        </label>
      )}
    </ConfirmDialog>
  );
}

function whatCloses(
  open: readonly DeskPosition[] | undefined,
  settings: DeskSettings | undefined,
): string {
  if (!open || !settings) return 'This closes all positions at the prices of this moment.';
  if (open.length === 0) return 'No position is open: nothing has to be closed.';
  const notional = open.reduce((sum, { notionalUsdt }) => sum + Number(notionalUsdt), 0);
  const positions = open.length === 1 ? '1 position' : `${countText(open.length)} positions`;
  const names = open.map(({ nativeId }) => nativeId).join(', ');
  return (
    `This closes ${positions} (${names}), ${moneyText(notional)} USDT of notional, at the prices ` +
    `of this moment, for about ${moneyText(closingCosts(open, settings))} USDT of fees and slippage.`
  );
}
