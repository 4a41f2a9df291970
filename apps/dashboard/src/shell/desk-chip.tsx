import { Link } from 'wouter';
import { moneyText } from '../format/numbers.js';
import { useLive } from '../live/feed.js';
import { DESK_STATES } from '../pages/desk-labels.js';
import { Badge } from '../ui/badge.js';

/** On every page: what the desk does, and what it has earned since it was started, in paper USDT. */
export function DeskChip() {
  const desk = useLive('deskV1');
  if (!desk) return null;
  const { status, stale } = desk;
  const { text, tone } = status ? DESK_STATES[status.state] : NOT_HEARD;
  const equity = Number(status?.ledger.equityUsdt) - Number(status?.ledger.startingEquityUsdt);
  const profit = status ? ` ${moneyText(equity, 'always')}` : '';
  const isAlarming = status?.state === 'emergency-stopped';
  return (
    <Link
      href="/desk"
      className="desk-chip"
      title={
        stale
          ? 'The desk is not heard now; this is the last that it reported'
          : 'State of the desk, and its profit since it was started, USDT'
      }
    >
      <span className="desk-chip-name">Desk</span>
      <Badge tone={stale ? 'warn' : tone}>
        {isAlarming ? 'STOPPED' : stale && status ? `${text}?` : text}
      </Badge>
      <span className="desk-chip-profit">{profit}</span>
    </Link>
  );
}

const NOT_HEARD = { text: 'Not heard', tone: 'plain' } as const;
