import type { DeskStatus } from '@fullcarry/contracts/facts/desk-status-v1';
import { countText, moneyText, percentText } from '../../format/numbers.js';
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
import { pricePnl } from './price-pnl.js';
import { DeskControls } from './controls/desk-controls.js';

/** What the desk is doing, its ledger, and the switches. */
export function DeskPanel() {
  const desk = useLive('deskV1');
  if (!desk) {
    return (
      <Panel title="State">
        <Loading what="the desk" />
      </Panel>
    );
  }
  const { status, stale, reason, doors: whoMayOrder } = desk;
  return (
    <Panel
      title={
        <>
          State{' '}
          {status && (
            <Badge tone={DESK_STATES[status.state].tone}>{DESK_STATES[status.state].text}</Badge>
          )}
        </>
      }
      note={sentence((stale ? reason : status?.reason) ?? '')}
      actions={
        <DeskControls state={status?.state} settings={status?.settings} whoMayOrder={whoMayOrder} />
      }
    >
      {status ? (
        <Ledger status={status} />
      ) : (
        <Empty>{sentence(reason ?? 'The desk has not been heard yet')}</Empty>
      )}
    </Panel>
  );
}

function Ledger({ status }: { readonly status: DeskStatus }) {
  const { ledger, lastCycle } = status;
  return (
    <Stats>
      <Stat name="Equity, paper" unit="USDT" hint="Cash and both legs at their prices now">
        {moneyText(ledger.equityUsdt)}
      </Stat>
      <Stat name="Started with" unit="USDT">
        {moneyText(ledger.startingEquityUsdt)}
      </Stat>
      <Stat name="Cash" unit="USDT">
        {moneyText(ledger.cashUsdt)}
      </Stat>
      <Stat
        name="Price P&L"
        unit="USDT"
        hint={`Of prices: closed legs ${moneyText(ledger.realisedUsdt, 'always')}, held legs ${moneyText(ledger.unrealisedUsdt, 'always')}. Price P&L + funding − fees = net`}
      >
        <Amount usdt={pricePnl(ledger)} />
      </Stat>
      <Stat name="Funding" unit="USDT" hint="Settled and booked; earned is positive">
        <Amount usdt={ledger.fundingUsdt} />
      </Stat>
      <Stat name="Fees" unit="USDT" hint="Paid, of all fills">
        {moneyText(ledger.feesUsdt)}
      </Stat>
      <Stat name="Net P&L" unit="USDT" hint="Equity less what the desk started with">
        <Amount usdt={Number(ledger.equityUsdt) - Number(ledger.startingEquityUsdt)} />
      </Stat>
      <Stat name="Exposure" unit="USDT" hint="Notional of the short legs">
        {moneyText(status.exposureUsdt)}
      </Stat>
      <Stat name="Cap in use" hint="Exposure as a share of the notional allowed in total">
        {percentText(Number(status.exposureUsdt) / status.settings.maxNotionalTotalUsdt, 1)}
      </Stat>
      <Stat name="Open positions">{countText(status.openPositions)}</Stat>
      <Stat name="Last cycle">
        {lastCycle ? (
          <>
            no. {countText(lastCycle.number)}, <Since atMs={lastCycle.startedAtMs} />
          </>
        ) : (
          'none yet'
        )}
      </Stat>
      <Stat name="Cycle interval">{durationText(status.scanIntervalSeconds * 1000)}</Stat>
      <Stat name="Traded on" hint="Proven history, or live rates alone">
        {status.historyEnabled ? 'proven history' : 'live rates alone'}
      </Stat>
    </Stats>
  );
}
