import { fundingStatistics } from '@fullcarry/domain/funding-statistics';
import { useMemo } from 'react';
import { countText, percentText, rateText } from '../../format/numbers.js';
import { intervalText } from '../../format/times.js';
import { Signed } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import { Empty } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Stat, Stats } from '../../ui/stat.js';
import { Table, type Column } from '../../ui/table.js';
import { UtcTime } from '../../ui/utc-time.js';
import type { MarketHistory } from './draw-market.js';
import { intervalChanges } from './interval-changes.js';
import { settledRates } from './settled-rates.js';

type Settlement = MarketHistory['funding']['settlements'][number];

const LAST = 24;

const COLUMNS: readonly Column<Settlement>[] = [
  { head: 'Settled, UTC', cell: ([settledAtMs]) => <UtcTime atMs={settledAtMs} bare /> },
  {
    head: 'Rate',
    align: 'right',
    cell: ([, rate]) => <Signed value={rate}>{rateText(rate)}</Signed>,
  },
  {
    head: 'Interval',
    align: 'right',
    cell: ([, , minutes]) => (minutes === null ? '–' : <Badge>{intervalText(minutes)}</Badge>),
  },
];

export function FundingPanel({ history }: { readonly history: MarketHistory }) {
  const { settlements } = history.funding;
  const statistics = useMemo(() => fundingStatistics(settledRates(settlements)), [settlements]);
  const changes = useMemo(() => intervalChanges(settlements), [settlements]);
  if (!statistics) {
    return (
      <Panel title="Settled funding">
        <Empty>No settlement is stored yet.</Empty>
      </Panel>
    );
  }
  return (
    <Panel
      title="Settled funding"
      note="Of the year that is shown; a positive rate is paid by longs to shorts"
    >
      <Stats>
        <Stat name="Settlements">{countText(statistics.settlements)}</Stat>
        <Stat name="Mean rate" hint="A settlement">
          {rateText(statistics.meanRate)}
        </Stat>
        <Stat name="Median rate" hint="A settlement">
          {rateText(statistics.medianRate)}
        </Stat>
        <Stat
          name="Yearly rate"
          unit="a year"
          hint="8,760 · Σ rate / Σ hours, not compounded, before costs"
        >
          {percentText(statistics.yearlyRate, 2, 'always')}
        </Stat>
        <Stat name="Share positive" hint="Settlements that longs paid">
          {percentText(statistics.sharePositive, 1)}
        </Stat>
        <Stat name="Interval changes">{countText(changes.length)}</Stat>
      </Stats>
      <div className="settlements">
        <Table
          label={`The last ${LAST} settlements`}
          columns={COLUMNS}
          rows={settlements.slice(-LAST).reverse()}
          rowKey={([settledAtMs]) => settledAtMs}
        />
      </div>
    </Panel>
  );
}
