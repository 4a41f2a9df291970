import type { DeskLedger } from '@fullcarry/contracts/facts/desk-status-v1';
import { Link } from 'wouter';
import { countText, moneyText, UNKNOWN } from '../../format/numbers.js';
import { sentence } from '../../format/sentence.js';
import { durationText } from '../../format/times.js';
import { useLive } from '../../live/feed.js';
import { Amount } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import { Empty, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Since } from '../../ui/since.js';
import { Stat, Stats } from '../../ui/stat.js';
import { DESK_STATES } from '../desk-labels.js';
import { nextPayment } from '../desk/next-payment.js';
import { useDayStart } from './use-day-start.js';

/** What the desk does and earned, in eight figures. */
export function DeskSummary() {
  const desk = useLive('deskV1');
  const actions = <Link href="/desk">Open the desk</Link>;
  if (!desk?.status) {
    return (
      <Panel title="Desk" actions={actions}>
        {desk ? (
          <Empty>{sentence(desk.reason ?? 'The desk has not been heard yet')}</Empty>
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
        <Today ledger={status.ledger} />
        <Stat name="Since it was started" unit="USDT" hint="Equity less what the desk started with">
          <Amount usdt={profit(status.ledger)} />
        </Stat>
        <Stat
          name="Funding earned"
          unit="USDT"
          hint="Settled funding booked since the desk was started; before fees and prices"
        >
          <Amount usdt={status.ledger.fundingUsdt} />
        </Stat>
        <NextSettlement />
        <Stat name="Fees paid" unit="USDT" hint="In all since the desk was started">
          {moneyText(status.ledger.feesUsdt)}
        </Stat>
        <Stat name="Open positions" hint="Exposure: notional of the short legs">
          {countText(status.openPositions)}
          <span className="unit"> {moneyText(status.exposureUsdt)} USDT</span>
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

/** What the desk made since the UTC day began, and how much of it is funding. */
function Today({ ledger }: { readonly ledger: DeskLedger }) {
  const start = useDayStart();
  const since = (now: string, before: string | undefined) =>
    before === undefined ? undefined : Number(now) - Number(before);
  const equity = start === undefined ? undefined : (start?.equityUsdt ?? ledger.startingEquityUsdt);
  const funding = start === undefined ? undefined : (start?.fundingUsdt ?? '0');
  return (
    <Stat name="Today, UTC" unit="USDT" hint="Equity now less equity when the day began">
      <Amount usdt={since(ledger.equityUsdt, equity)} />
      <span className="unit">
        {' '}
        of it funding <Amount usdt={since(ledger.fundingUsdt, funding)} />
      </span>
    </Stat>
  );
}

/** When the open positions settle next, and what that is expected to bring. */
function NextSettlement() {
  const rates = useLive('ratesV1');
  const open = useLive('positionV1')?.open ?? [];
  const next = nextPayment(open, rates?.rates?.markets ?? []);
  return (
    <Stat
      name="Next settlement"
      hint="Predicted rate · notional of the positions that settle then; the rate moves until the settlement"
    >
      {next ? (
        <>
          <Since atMs={next.atMs} />{' '}
          <span className="unit">
            expected <Amount usdt={next.expectedUsdt} /> USDT
          </span>
        </>
      ) : (
        UNKNOWN
      )}
    </Stat>
  );
}
