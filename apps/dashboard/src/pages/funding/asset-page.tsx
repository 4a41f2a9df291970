import type { SpreadLeg } from '@fullcarry/contracts/http/market/spreads-route';
import { DAY_MS, floorTo, HOUR_MS, type TimeWindow } from '@fullcarry/domain/time-window';
import { lazy, useMemo } from 'react';
import { Link } from 'wouter';
import { ChartRoom } from '../../chart/chart-room.js';
import { percentText, UNKNOWN } from '../../format/numbers.js';
import { TERMS } from '../../format/terms.js';
import { dayText, intervalText } from '../../format/times.js';
import { PageTitle } from '../../shell/page-title.js';
import { Signed } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import { Empty, Failed, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { useNow } from '../../ui/since.js';
import { Table, type Column } from '../../ui/table/table.js';
import { RangeControls, useRangeChoice } from '../market/chart/range-controls.js';
import { shownRange } from '../market/chart/shown-range.js';
import { MarketLink } from '../market-link.js';
import './funding-page.css';
import { useAsset, useVenues } from './use-asset.js';
import {
  bestPair,
  commonWindow,
  earned,
  isPartial,
  meanOf,
  type VenueFunding,
} from './venue-history.js';

const AssetChart = lazy(() => import('./asset-chart.js'));

const YEAR_MS = 365 * DAY_MS;

interface Venue {
  readonly leg: SpreadLeg;
  readonly funding: VenueFunding | undefined;
}

/** One asset on every exchange: what it pays now, what it paid, and what two venues against one another would have earned. */
export default function AssetPage({ asset }: { readonly asset: string }) {
  const found = useAsset(asset);
  const legs = found.data?.spread?.legs ?? NO_LEGS;
  const { venues, isPending } = useVenues(legs);
  const { range, from, to } = useRangeChoice();
  const nowMs = floorTo(useNow(HOUR_MS), HOUR_MS);
  const shown = useMemo(
    () => shownRange({ range, from, to }, { fromMs: nowMs - YEAR_MS, toMs: nowMs }),
    [range, from, to, nowMs],
  );
  return (
    <>
      <PageTitle title={asset}>
        <span className="unit">funding on each exchange</span>
        <Link href="/funding">All assets</Link>
      </PageTitle>
      {found.error && !found.data ? (
        <Failed what="the asset" error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Loading what="the asset" />
      ) : found.data.spread === null ? (
        <Empty>No exchange that is collected here trades {asset}.</Empty>
      ) : (
        <>
          <Venues legs={legs} venues={venues} shown={shown} />
          <Panel
            title="Funding that a short was paid"
            note={`${dayText(shown.fromMs)} to ${dayText(shown.toMs - 1)} UTC, sum of settled rates, % of notional, not compounded, before costs`}
            actions={
              <div className="filters">
                <RangeControls shown={shown} />
              </div>
            }
          >
            {isPending ? (
              <div className="asset-room">
                <Loading what="the settlements" />
              </div>
            ) : venues.length === 0 ? (
              <Empty>The history of {asset} is not collected on any exchange here.</Empty>
            ) : (
              <>
                <Compared venues={venues} shown={shown} />
                <ChartRoom className="asset-room">
                  <AssetChart
                    venues={venues}
                    shown={shown}
                    label={`Sum of settled funding of ${asset} on ${venues.map(({ exchange }) => exchange).join(', ')}`}
                  />
                </ChartRoom>
              </>
            )}
          </Panel>
        </>
      )}
    </>
  );
}

const NO_LEGS: readonly SpreadLeg[] = [];

/** What two venues against one another would have earned, where both are stored. */
function Compared({
  venues,
  shown,
}: {
  readonly venues: readonly VenueFunding[];
  readonly shown: TimeWindow;
}) {
  const window = commonWindow(venues, shown);
  const pair = window && bestPair(venues, window);
  if (!window || !pair)
    return <Empty>Two venues with settlements in the range are needed to compare.</Empty>;
  const days = (window.toMs - window.fromMs) / DAY_MS;
  return (
    <p>
      Short {pair.short}, long {pair.long} since {dayText(window.fromMs)}:{' '}
      <Signed value={pair.earned}>{percentText(pair.earned, 3, 'always')}</Signed> of one leg in{' '}
      {Math.round(days)} days before fees, chosen with hindsight.
    </p>
  );
}

function Venues({
  legs,
  venues,
  shown,
}: {
  readonly legs: readonly SpreadLeg[];
  readonly venues: readonly VenueFunding[];
  readonly shown: TimeWindow;
}) {
  const rows = legs.map((leg): Venue => ({
    leg,
    funding: venues.find(({ exchange }) => exchange === leg.exchange),
  }));
  const columns = columnsOf(shown);
  return (
    <Panel title="Venues" note="Predicted now and settled in the last days, by the year">
      <Table label="Venues" columns={columns} rows={rows} rowKey={({ leg }) => leg.exchange} />
    </Panel>
  );
}

function columnsOf(shown: TimeWindow): readonly Column<Venue>[] {
  const mean = (days: number): Column<Venue> => ({
    head: `${days} d mean, a year`,
    align: 'right',
    cell: ({ funding }) => percentText(funding && meanOf(funding, days), 2, 'always'),
  });
  return [
    { head: 'Exchange', cell: ({ leg }) => leg.exchange },
    { head: 'Market', cell: ({ leg }) => <MarketLink {...leg} /> },
    {
      head: 'Predicted, a year',
      align: 'right',
      cell: ({ leg }) => (
        <span title={TERMS.predicted}>
          <Signed value={leg.ratePerYear}>
            {percentText(Number(leg.ratePerYear), 2, 'always')}
          </Signed>
        </span>
      ),
    },
    {
      head: 'Interval',
      align: 'right',
      cell: ({ leg }) => <Badge>{intervalText(leg.intervalMinutes)}</Badge>,
    },
    mean(7),
    mean(30),
    mean(90),
    {
      head: 'In the range',
      align: 'right',
      cell: ({ funding }) =>
        funding
          ? `${percentText(earned(funding, shown), 3, 'always')}${isPartial(funding, shown) ? ' of what is stored' : ''}`
          : UNKNOWN,
    },
  ];
}
