import type { DeskLedger } from '@fullcarry/contracts/desk-status-v1';
import { Link } from 'wouter';
import { countText, moneyText } from '../../format/numbers.js';
import { sentence } from '../../format/sentence.js';
import { durationText } from '../../format/times.js';
import { useLive } from '../../live/feed.js';
import { Amount } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import { Empty, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Since } from '../../ui/since.js';
import { Stat, Stats } from '../../ui/stat.js';
import { DESK_STATES } from '../desk-words.js';

export function DeskSummary() {
  const desk = useLive('deskV1');
  const actions = <Link href="/desk">Open the desk</Link>;
  if (!desk?.status) {
    return (
      <Panel title="Desk" actions={actions}>
        {desk ? (
          <Empty>{sentence(desk.reason ?? 'No desk was heard yet')}</Empty>
        ) : (
          <Loading what="the desk" />
        )}
      </Panel>
    );
  }
  const { status } = desk;
  const { text, tone } = DESK_STATES[status.state];
  return (
    <Panel
      title={
        <>
          Desk <Badge tone={tone}>{text}</Badge>
        </>
      }
      note={sentence((desk.stale ? desk.reason : status.reason) ?? '')}
      actions={actions}
    >
      <Stats>
        <Stat name="Equity, paper" unit="USDT">
          {moneyText(status.ledger.equityUsdt)}
        </Stat>
        <Stat name="Profit since start" unit="USDT" hint="Equity less what the desk started with">
          <Amount usdt={profit(status.ledger)} />
        </Stat>
        <Stat name="Funding earned" unit="USDT">
          <Amount usdt={status.ledger.fundingUsdt} />
        </Stat>
        <Stat name="Fees paid" unit="USDT">
          {moneyText(status.ledger.feesUsdt)}
        </Stat>
        <Stat name="Open positions">{countText(status.openPositions)}</Stat>
        <Stat name="Exposure" unit="USDT" hint="Notional of the short legs">
          {moneyText(status.exposureUsdt)}
        </Stat>
        {status.lastCycle && (
          <Stat name={`Last cycle, no. ${countText(status.lastCycle.number)}`}>
            <Since atMs={status.lastCycle.startedAtMs} />
            <span className="unit"> took {durationText(status.lastCycle.durationMs)}</span>
          </Stat>
        )}
      </Stats>
    </Panel>
  );
}

/** To the cent; the exact figure is the ledger's. */
function profit({ equityUsdt, startingEquityUsdt }: DeskLedger): number {
  return Number(equityUsdt) - Number(startingEquityUsdt);
}
