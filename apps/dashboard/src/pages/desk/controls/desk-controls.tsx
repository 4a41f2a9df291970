import type { DeskSettings } from '@fullcarry/contracts/desk/desk-settings';
import type { DeskState } from '@fullcarry/contracts/facts/desk-status-v1';
import { DeskStartRoute, DeskStopRoute } from '@fullcarry/contracts/http/desk/desk-command-routes';
import type { CurrentDesk } from '@fullcarry/contracts/http/desk/desk-route';
import { useState } from 'react';
import { moneyText } from '../../../format/numbers.js';
import { Button } from '../../../ui/form/button.js';
import { ConfirmDialog } from '../../../ui/dialog/confirm-dialog.js';
import { DESK_STATES } from '../../desk-labels.js';
import { TokenEntry } from './token-entry.js';
import { useCommand } from './use-command.js';

interface DeskControlsProps {
  readonly state: DeskState | undefined;
  readonly settings: DeskSettings | undefined;
  readonly whoMayOrder: CurrentDesk['doors'];
}

/** Start and pause; the emergency stop stands in the head of every page. */
export function DeskControls({ state, settings, whoMayOrder }: DeskControlsProps) {
  const [isAsking, setIsAsking] = useState(false);
  const start = useCommand(DeskStartRoute, 'Start', (reply) => nowIs(reply.state));
  const pause = useCommand(DeskStopRoute, 'Pause', (reply) => nowIs(reply.state));
  if (whoMayOrder === 'closed') {
    return (
      <p className="panel-note">
        The gateway takes no orders: it listens beyond this machine and has no DASHBOARD_TOKEN.
      </p>
    );
  }
  const isHalted = state === 'paused' || state === 'emergency-stopped';
  return (
    <>
      {whoMayOrder === 'token' && <TokenEntry />}
      {isHalted ? (
        <Button
          variant="primary"
          disabled={start.isPending}
          onClick={() => (state === 'paused' ? start.mutate({}) : setIsAsking(true))}
        >
          Start
        </Button>
      ) : (
        <Button
          disabled={state === undefined || pause.isPending}
          title="Open positions are kept, none is opened"
          onClick={() => pause.mutate({})}
        >
          Pause
        </Button>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        title="Start trading again after the emergency stop?"
        confirm="Start trading"
        onConfirm={() => start.mutate({})}
        onClose={() => setIsAsking(false)}
      >
        With its next cycle, at once, the desk opens every market that its settings allow: up to{' '}
        {moneyText(settings?.maxNotionalTotalUsdt)} USDT of notional,{' '}
        {moneyText(settings?.notionalPerMarketUsdt)} USDT a market. Each opening costs fees and
        slippage.
      </ConfirmDialog>
    </>
  );
}

function nowIs(state: DeskState): string {
  return `The desk is now: ${DESK_STATES[state].text.toLowerCase()}.`;
}
