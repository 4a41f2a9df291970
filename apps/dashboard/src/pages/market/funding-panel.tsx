import { fundingStatistics } from '@fullcarry/domain/market/funding-statistics';
import { DAY_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { useMemo, useState } from 'react';
import { countText, percentText, rateText, UNKNOWN } from '../../format/numbers.js';
import { dayText, intervalText } from '../../format/times.js';
import { Signed } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/form/button.js';
import { Empty } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Stat, Stats } from '../../ui/stat.js';
import { Table, type Column } from '../../ui/table/table.js';
import { UtcTime } from '../../ui/utc-time.js';
import { intervalChanges } from './interval-changes.js';
import type { ChartedHistory } from './charted-history.js';
import { settledRates } from './settled-rates.js';

type Settlement = ChartedHistory['funding']['settlements'][number];

const PAGE = 24;
const MEANS_DAYS = [7, 30, 90] as const;

const COLUMNS: readonly Column<Settlement>[] = [
  { head: 'Settled, UTC', cell: ([settledAtMs]) => <UtcTime atMs={settledAtMs} bare /> },
  {
    head: 'Rate',
    align: 'right',
    cell: ([, rate]) => <Signed value={rate}>{rateText(rate)}</Signed>,
  },
  {
    head: 'A year',
    align: 'right',
    cell: ([, rate, minutes]) =>
      minutes === null ? UNKNOWN : percentText((Number(rate) * 525_600) / minutes, 2, 'always'),
  },
  {
    head: 'Interval',
    align: 'right',
    cell: ([, , minutes]) => (minutes === null ? UNKNOWN : <Badge>{intervalText(minutes)}</Badge>),
  },
];

interface FundingPanelProps {
  readonly history: ChartedHistory;
  readonly shown: TimeWindow;
}

/** What was settled in the range that the chart shows, and the means of the last days whatever it shows. */
export function FundingPanel({ history, shown }: FundingPanelProps) {
  const { settlements, window } = history.funding;
  const [count, setCount] = useState(PAGE);
  const within = useMemo(
    () => settlements.filter(([atMs]) => atMs >= shown.fromMs && atMs < shown.toMs),
    [settlements, shown],
  );
  const statistics = useMemo(() => fundingStatistics(settledRates(within)), [within]);
  const changes = useMemo(() => intervalChanges(within), [within]);
  const means = useMemo(
    () =>
      MEANS_DAYS.map((days) => {
        const since = settlements.filter(([atMs]) => atMs >= window.toMs - days * DAY_MS);
        return [days, fundingStatistics(settledRates(since))?.yearlyRate] as const;
      }),
    [settlements, window],
  );
  const newest = within.toReversed();
  return (
    <Panel
      title="Settled funding"
      note={`${dayText(shown.fromMs)} to ${dayText(shown.toMs - 1)} UTC, as the chart shows; a positive rate is paid by longs to shorts`}
    >
      <Stats>
        {means.map(([days, yearly]) => (
          <Stat
            key={days}
            name={`Mean of the last ${days} days`}
            {...(yearly === undefined ? {} : { unit: 'a year' })}
            hint="8,760 · Σ rate / Σ hours, not compounded, before costs"
          >
            {percentText(yearly, 2, 'always')}
          </Stat>
        ))}
        {statistics && (
          <>
            <Stat
              name="In the range"
              {...(statistics.yearlyRate === undefined ? {} : { unit: 'a year' })}
              hint="8,760 · Σ rate / Σ hours, not compounded, before costs"
            >
              {percentText(statistics.yearlyRate, 2, 'always')}
            </Stat>
            <Stat name="Settlements">{countText(statistics.settlements)}</Stat>
            <Stat name="Mean rate" unit="a settlement">
              {rateText(statistics.meanRate)}
            </Stat>
            <Stat name="Median rate" unit="a settlement">
              {rateText(statistics.medianRate)}
            </Stat>
            <Stat name="Share positive" hint="Settlements at which longs paid">
              {percentText(statistics.sharePositive, 1)}
            </Stat>
            <Stat name="Interval changes">{countText(changes.length)}</Stat>
          </>
        )}
      </Stats>
      {statistics ? (
        <>
          <div className="settlements">
            <Table
              label="Settlements of the range, the newest first"
              columns={COLUMNS}
              rows={newest.slice(0, count)}
              rowKey={([settledAtMs]) => settledAtMs}
            />
          </div>
          {count < newest.length && (
            <Button onClick={() => setCount(count + 10 * PAGE)}>
              Show more ({countText(newest.length - count)} older ones)
            </Button>
          )}
        </>
      ) : (
        <Empty>No settlement is stored in this range.</Empty>
      )}
    </Panel>
  );
}
