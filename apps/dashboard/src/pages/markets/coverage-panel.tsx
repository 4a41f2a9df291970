import { CoverageRoute } from '@fullcarry/contracts/http/market/coverage-route';
import type { DayStatus } from '@fullcarry/contracts/http/market/coverage-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { ask } from '../../api/ask.js';
import { seriesText } from '../../format/series.js';
import { useLive } from '../../live/feed.js';
import { Choice } from '../../ui/form/choice.js';
import { Empty, Failed, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Table, type Column } from '../../ui/table/table.js';
import { useAddress } from '../../ui/form/use-address.js';
import { marketPath } from '../market-link.js';
import { countDays, worseOfDays } from './coverage-days.js';
import { CoverageLegend } from './coverage-legend.js';
import type { HeatRow } from './draw-heat-map.js';
import { HeatMap } from './heat-map.js';

type Coverage = ReplyOf<typeof CoverageRoute>;

/** `all`, or the kind of a series that is kept. */
function choices(coverage: Coverage | undefined) {
  // Not every market has all of them.
  const kept = new Map(
    coverage?.markets.flatMap(({ series }) =>
      series.map((one) => [one.series.kind, seriesText(one.series)] as const),
    ),
  );
  return [['all', 'All series'] as const, ...kept];
}

/** What is stored of each tracked market, day by day. */
export default function CoveragePanel() {
  const first = useLive('dataStatusV1');
  const all = useLive('dataStatusesV1')?.exchanges ?? [];
  const [exchange, setExchange] = useAddress('exchange', first?.exchange ?? '');
  const isFetching = all.some((one) => one.state === 'fetching');
  const [series, setSeries] = useAddress('series', 'all');
  const coverage = useQuery({
    queryKey: ['history', 'coverage', exchange],
    queryFn: ({ signal }) =>
      ask(CoverageRoute, {
        signal,
        query: { exchange: exchange === '' || exchange === 'any' ? undefined : exchange },
      }),
    // What is being fetched this moment is published by no fact.
    refetchInterval: isFetching ? 3_000 : 60_000,
  });
  return (
    <Panel
      title="Coverage"
      note="Tracked markets × days, UTC; a day shows what needs attention most"
      actions={
        <div className="filters">
          {all.length > 1 && (
            <Choice
              label="Exchange"
              value={exchange}
              options={all.map((one) => [one.exchange, one.exchange] as const)}
              onChange={setExchange}
            />
          )}
          <Choice
            label="Series"
            value={series}
            options={choices(coverage.data)}
            onChange={setSeries}
          />
        </div>
      }
    >
      {coverage.data ? (
        <CoverageMap coverage={coverage.data} series={series} />
      ) : coverage.error ? (
        <Failed
          what="the coverage"
          error={coverage.error}
          onRetry={() => void coverage.refetch()}
        />
      ) : (
        <Loading what="the coverage" />
      )}
    </Panel>
  );
}

function CoverageMap({ coverage, series }: { coverage: Coverage; series: string }) {
  const [, navigate] = useLocation();
  const rows = useMemo(
    () => coverage.markets.map((one) => heatRow(one, series)),
    [coverage, series],
  );
  if (rows.length === 0) return <Empty>No market is tracked yet.</Empty>;
  return (
    <>
      <CoverageLegend />
      <HeatMap
        rows={rows}
        fromMs={coverage.fromMs}
        days={coverage.days}
        onOpen={(row) => {
          const market = coverage.markets[row];
          if (market) navigate(marketPath(coverage.exchange, market.nativeId));
        }}
      />
      <CoverageTable rows={rows} />
    </>
  );
}

/** The same days counted; drawn once it is opened. */
function CoverageTable({ rows }: { readonly rows: readonly HeatRow[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="coverage-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && (
        <Table
          label="Days by market"
          columns={COLUMNS}
          rows={rows.map(({ name, letters }) => ({ name, days: countDays(letters) }))}
          rowKey={({ name }) => name}
        />
      )}
    </details>
  );
}

function heatRow({ nativeId, series }: Coverage['markets'][number], kind: string): HeatRow {
  const asked = series.filter((one) => kind === 'all' || one.series.kind === kind);
  const [first = '', ...others] = asked.map(({ days }) => days);
  const name = asked.length > 0 ? nativeId : `${nativeId}, ${ABSENT}`;
  return { name, letters: others.reduce(worseOfDays, first) };
}

/** Of each market every kind is kept that the exchange has, but for spot where the coin is not traded outright. */
const ABSENT = 'no spot market';

interface CountedRow {
  readonly name: string;
  readonly days: ReturnType<typeof countDays>;
}

const days = (status: DayStatus) => (row: CountedRow) => row.days.get(status) ?? 0;

const COLUMNS: readonly Column<CountedRow>[] = [
  { head: 'Market', cell: ({ name }) => name },
  { head: 'Present, days', align: 'right', cell: days('present') },
  { head: 'Being fetched, days', align: 'right', cell: days('fetching') },
  { head: 'Not fetched yet, days', align: 'right', cell: days('not-fetched') },
  { head: 'Missing, days', align: 'right', cell: days('missing') },
  { head: 'Confirmed empty, days', align: 'right', cell: days('confirmed-empty') },
  { head: 'Before listing, days', align: 'right', cell: days('before-listing') },
  { head: 'Not kept by the exchange, days', align: 'right', cell: days('before-history') },
  { head: 'Outside the look-back, days', align: 'right', cell: days('not-collected') },
];
