import type {
  DecisionReportV1,
  MarketReportV1,
} from '@fullcarry/contracts/backtest/decision-report-v1';
import {
  countText,
  moneyText,
  percentText,
  priceText,
  rateText,
  shortMoneyText,
  UNKNOWN,
} from '../../../../format/numbers.js';
import { sentence } from '../../../../format/sentence.js';
import { durationText, intervalText, utcSecondText } from '../../../../format/times.js';
import { Badge, type Tone } from '../../../../ui/badge.js';
import { Stat, Stats } from '../../../../ui/stat.js';
import { Table, type Column } from '../../../../ui/table/table.js';

const HOUR_MS = 3_600_000;

const MEANT: Readonly<
  Record<MarketReportV1['meant'], { readonly text: string; readonly tone: Tone }>
> = {
  open: { text: 'Open', tone: 'good' },
  close: { text: 'Close', tone: 'warn' },
  hold: { text: 'Hold', tone: 'info' },
  pass: { text: 'Pass', tone: 'plain' },
};

/** One decision: what the desk had, and of each market what was seen, meant, and why. */
export function DecisionView({ decision }: { readonly decision: DecisionReportV1 }) {
  const { atMs, cashUsdt, held, actions, markets } = decision;
  return (
    <>
      <Stats>
        <Stat name="Decided, UTC" wide>
          {utcSecondText(atMs)}
        </Stat>
        <Stat name="Cash" unit="USDT">
          {moneyText(cashUsdt)}
        </Stat>
        <Stat
          name="Held"
          unit={held
            .map(
              ({ symbol, state, notionalUsdt }) =>
                `${symbol} ${state}, ${moneyText(notionalUsdt)} USDT`,
            )
            .join('; ')}
          wide
        >
          {countText(held.length)}
        </Stat>
        <Stat name="To be done" unit="after each it is decided again">
          {countText(actions)}
        </Stat>
      </Stats>
      <div className="short-list">
        <Table label="Decision" columns={COLUMNS} rows={markets} rowKey={({ symbol }) => symbol} />
      </div>
    </>
  );
}

const COLUMNS: readonly Column<MarketReportV1>[] = [
  { head: 'Market', cell: ({ symbol }) => symbol },
  {
    head: 'Meant',
    cell: ({ meant }) => <Badge tone={MEANT[meant].tone}>{MEANT[meant].text}</Badge>,
  },
  {
    head: 'Why',
    align: 'wrap',
    cell: ({ code, reason }) => <span title={code}>{sentence(reason)}</span>,
  },
  {
    head: 'Rate',
    align: 'right',
    cell: ({ rate, intervalMinutes }) => (
      <>
        {rateText(rate)}
        {intervalMinutes !== undefined && (
          <span className="unit"> each {intervalText(intervalMinutes)}</span>
        )}
      </>
    ),
  },
  {
    head: 'Net, a year',
    align: 'right',
    cell: ({ netYield }) => percentText(netYield, 2, 'always'),
  },
  {
    head: 'Break-even',
    align: 'right',
    cell: ({ breakEvenHours }) =>
      breakEvenHours === undefined ? UNKNOWN : durationText(breakEvenHours * HOUR_MS),
  },
  {
    head: 'Short price, USDT',
    align: 'right',
    cell: ({ shortPrice }) => priceText(shortPrice),
  },
  { head: 'Basis', align: 'right', cell: ({ basis }) => percentText(basis, 3, 'always') },
  {
    head: 'Turnover 24 h, USDT',
    align: 'right',
    cell: ({ turnoverUsdt24h }) => shortMoneyText(turnoverUsdt24h),
  },
];
