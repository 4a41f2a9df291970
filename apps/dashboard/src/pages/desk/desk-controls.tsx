import type { DeskState } from '@fullcarry/contracts/desk-status-v1';
import {
  DeskEmergencyStopRoute,
  DeskStartRoute,
  DeskStopRoute,
} from '@fullcarry/contracts/http/desk-order-routes';
import type { CurrentDesk } from '@fullcarry/contracts/http/desk-route';
import { useState } from 'react';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { DESK_STATES } from '../desk-words.js';
import { TokenEntry } from './token-entry.js';
import { useOrder } from './use-order.js';

interface DeskControlsProps {
  readonly state: DeskState | undefined;
  readonly doors: CurrentDesk['doors'];
}

export function DeskControls({ state, doors }: DeskControlsProps) {
  const [isAsking, setIsAsking] = useState(false);
  const start = useOrder(DeskStartRoute, 'Start', (reply) => nowIs(reply.state));
  const pause = useOrder(DeskStopRoute, 'Pause', (reply) => nowIs(reply.state));
  const stop = useOrder(DeskEmergencyStopRoute, 'Emergency stop', ({ closed, failed }) =>
    failed.length === 0
      ? `Closed: ${closed.length === 0 ? 'nothing was open' : closed.join(', ')}.`
      : `Could not close ${failed.map(({ symbol, reason }) => `${symbol} (${reason})`).join(', ')}.`,
  );
  if (doors === 'closed') {
    return (
      <p className="panel-note">
        The gateway takes no orders: it listens beyond this machine and has no DASHBOARD_TOKEN.
      </p>
    );
  }
  const isHalted = state === 'paused' || state === 'emergency-stopped';
  return (
    <>
      {doors === 'token' && <TokenEntry />}
      {isHalted ? (
        <Button look="primary" disabled={start.isPending} onClick={() => start.mutate({})}>
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
      <Button
        look="danger"
        disabled={state === undefined || stop.isPending}
        onClick={() => setIsAsking(true)}
      >
        Emergency stop
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title="Close every position now?"
        confirm="Close everything"
        onConfirm={() => stop.mutate({})}
        onClose={() => setIsAsking(false)}
      >
        All positions are closed at the prices of this moment, and the desk trades no more until a
        person starts it again.
      </ConfirmDialog>
    </>
  );
}

function nowIs(state: DeskState): string {
  return `The desk is now: ${DESK_STATES[state].text.toLowerCase()}.`;
}
