import type { MarketCoverage } from '@fullcarry/contracts/http/market/market-coverage-route';
import { countText, UNKNOWN } from '../../format/numbers.js';
import { seriesText } from '../../format/series.js';
import { Badge } from '../../ui/badge.js';
import { Fingerprint } from '../../ui/fingerprint.js';
import { Empty } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Since } from '../../ui/since.js';
import { HOLE_STYLES } from './chart/hole-styles.js';
import { RowsStat, StoredStat } from '../stored-stats.js';
import { Stat, Stats } from '../../ui/stat.js';
import { Table, type Column } from '../../ui/table/table.js';
import { UtcTime } from '../../ui/utc-time.js';

type Series = MarketCoverage['series'][number];
type Gap = Series['gaps'][number];

const COLUMNS: readonly Column<Gap>[] = [
  {
    head: 'Kind',
    cell: ({ status }) => (
      <Badge tone={status === 'missing' ? 'bad' : status === 'confirmed-empty' ? 'warn' : 'plain'}>
        {HOLE_STYLES[status][0]}
      </Badge>
    ),
  },
  { head: 'From, UTC', cell: ({ fromMs }) => <UtcTime atMs={fromMs} bare /> },
  { head: 'To, UTC', cell: ({ toMs }) => <UtcTime atMs={toMs} bare /> },
  { head: 'Rows expected', align: 'right', cell: ({ rowsExpected }) => countText(rowsExpected) },
  { head: 'Checks', align: 'right', cell: ({ observations }) => countText(observations) },
  {
    head: 'Last check, UTC',
    cell: ({ lastObservedAtMs }) => <UtcTime atMs={lastObservedAtMs} bare />,
  },
  {
    head: 'Next check, UTC',
    cell: ({ status, nextTryAtMs }) =>
      status === 'missing' ? <UtcTime atMs={nextTryAtMs} bare /> : UNKNOWN,
  },
  { head: 'Evidence', align: 'wrap', cell: ({ evidence }) => evidence },
];

/** The certificate of one series, and every gap with its evidence. */
export function ProofPanel({ series }: { readonly series: Series }) {
  const { summary, gaps, revisions, certificateIssuedAtMs } = series;
  const isProven = summary.missing === 0;
  // What was never asked for is work in progress; what was asked for and did not come is not.
  const isAmiss = gaps.some(({ status }) => status === 'missing');
  const [tone, label] = isProven
    ? (['good', 'PROVEN'] as const)
    : isAmiss
      ? (['bad', 'NOT PROVEN'] as const)
      : (['warn', 'NOT YET PROVEN'] as const);
  return (
    <Panel
      title={
        <>
          {seriesText(summary.series)} <Badge tone={tone}>{label}</Badge>
        </>
      }
      note={
        <>
          {series.spotNativeId !== null && <>Spot market {series.spotNativeId}. </>}
          Expected <UtcTime atMs={series.window.fromMs} bare /> to{' '}
          <UtcTime atMs={series.window.toMs} />
        </>
      }
    >
      <Stats>
        <RowsStat name="Expected" rows={summary.expected} />
        <RowsStat name="Present" rows={summary.present} />
        <RowsStat name="Confirmed empty" rows={summary.confirmedEmpty} />
        <RowsStat name="Missing" rows={summary.missing} />
        <RowsStat
          name="Revised"
          rows={revisions}
          hint="Rows that came back different; both values are kept"
        />
        <StoredStat {...summary} />
        <Stat name="Re-checked" hint="The scrub fetches the whole history again and compares it">
          <Since atMs={summary.scrubbedAtMs} />
        </Stat>
        <Stat name="Certificate" hint="SHA-256 over the rows">
          <Fingerprint sha256={summary.sha256} />
        </Stat>
        <Stat name="Issued">
          <Since atMs={certificateIssuedAtMs} />
        </Stat>
      </Stats>
      {gaps.length === 0 ? (
        <Empty>
          {isProven
            ? 'No gap: every expected row is stored.'
            : 'No gap was seen so far; what is missing has not been fetched yet.'}
        </Empty>
      ) : (
        <Table
          label={`Gaps of ${seriesText(summary.series)}`}
          columns={COLUMNS}
          rows={gaps}
          rowKey={({ fromMs }) => fromMs}
        />
      )}
    </Panel>
  );
}
