import type { DataStatus } from '@fullcarry/contracts/http/data/data-status-route';
import { countText } from '../../format/numbers.js';
import { seriesText } from '../../format/series.js';
import { Badge } from '../../ui/badge.js';
import { Since } from '../../ui/since.js';
import { Table, type Column } from '../../ui/table/table.js';
import { UtcTime } from '../../ui/utc-time.js';
import { MarketLink } from '../market-link.js';

type Series = DataStatus['degraded'][number];
type Gap = Series['gaps'][number];
interface OpenGap {
  readonly exchange: string;
  readonly series: Series;
  /** Undefined where only the number of missing rows is known. */
  readonly gap: Gap | undefined;
}

const COLUMNS: readonly Column<OpenGap>[] = [
  {
    head: 'Market',
    cell: ({ exchange, series }) => <MarketLink exchange={exchange} {...series} />,
  },
  { head: 'Series', cell: ({ series }) => seriesText(series.series) },
  {
    head: 'Gap, UTC',
    cell: ({ gap }) =>
      gap ? (
        <>
          <UtcTime atMs={gap.fromMs} bare /> to <UtcTime atMs={gap.toMs} bare />
        </>
      ) : (
        'not fetched yet'
      ),
  },
  {
    head: 'Missing, rows',
    align: 'right',
    cell: ({ series, gap }) => countText(gap?.rowsExpected ?? series.missing),
  },
  { head: 'What is being done', align: 'wrap', cell: ({ gap }) => <Repair gap={gap} /> },
];

/** Which market, which gap, and what is done about it. */
export function DegradedSeries({ status }: { readonly status: DataStatus }) {
  const gaps = status.degraded.flatMap((series): OpenGap[] => {
    const { exchange } = status;
    if (series.gaps.length === 0) return [{ exchange, series, gap: undefined }];
    return series.gaps.map((gap) => ({ exchange, series, gap }));
  });
  return (
    <>
      <Table label="Gaps" columns={COLUMNS} rows={gaps} rowKey={keyOf} />
      {status.degradedSeries > status.degraded.length && (
        <p className="unit">
          The first {status.degraded.length} of {status.degradedSeries} series.
        </p>
      )}
    </>
  );
}

function keyOf({ series, gap }: OpenGap): string {
  return `${series.nativeId} ${series.series.kind} ${gap?.fromMs ?? ''}`;
}

function Repair({ gap }: { readonly gap: Gap | undefined }) {
  if (!gap) return <>Being fetched</>;
  return (
    <>
      <Badge tone={gap.status === 'missing' ? 'bad' : 'warn'}>{gap.status}</Badge> Checked{' '}
      {gap.observations === 1 ? 'once' : `${gap.observations} times`}, again{' '}
      <Since atMs={gap.nextTryAtMs} />. {gap.evidence}
    </>
  );
}
