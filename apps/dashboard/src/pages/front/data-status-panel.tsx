import type { DataStatus } from '@fullcarry/contracts/http/data-status-route';
import { sentence } from '../../format/sentence.js';
import { useLive } from '../../live/feed.js';
import { Badge, type Tone } from '../../ui/badge.js';
import { Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { UtcTime } from '../../ui/utc-time.js';
import { DegradedSeries } from './degraded-series.js';
import { FetchProgress } from './fetch-progress.js';
import { StoredHistory } from './stored-history.js';
import './data-status.css';

const TONES: Record<DataStatus['state'], Tone> = {
  disabled: 'plain',
  starting: 'info',
  fetching: 'info',
  ready: 'good',
  degraded: 'bad',
};

const SENTENCES: Record<DataStatus['state'], string> = {
  disabled: 'History is switched off: the desk runs on live rates alone, and nothing is proven.',
  starting: 'Starting: choosing the markets and looking at what is stored.',
  fetching: 'Fetching what is not proven yet. Trading waits until every row is there.',
  ready: 'Every row that is due is stored or proven empty.',
  degraded: 'Something is missing: the markets below are closed to trading until it is repaired.',
};

/** Of each exchange, whether its history is there and proven, or how far it is; changes with the facts. */
export function DataStatusPanels() {
  const first = useLive('dataStatusV1');
  const all = useLive('dataStatusesV1')?.exchanges ?? [];
  if (!first) {
    return (
      <Panel title="Data status">
        <Loading what="the data status" />
      </Panel>
    );
  }
  const others = all.filter(({ exchange }) => exchange !== first.exchange);
  return [first, ...others].map((status) => (
    <DataStatusPanel key={status.exchange} status={status} isAlone={others.length === 0} />
  ));
}

interface DataStatusPanelProps {
  readonly status: DataStatus;
  readonly isAlone: boolean;
}

function DataStatusPanel({ status, isAlone }: DataStatusPanelProps) {
  return (
    <Panel
      className={`data-status data-status-${status.state}`}
      title={
        <>
          {isAlone ? 'Data status' : `Data of ${status.exchange}`}{' '}
          <Badge tone={TONES[status.state]}>{status.state.toUpperCase()}</Badge>
        </>
      }
      note={`${status.exchange}, ${status.source}`}
    >
      <p className="data-status-sentence" role="status">
        {SENTENCES[status.state]}
        {status.reason !== null && (
          <span className="data-status-reason"> {sentence(status.reason)}</span>
        )}
      </p>
      {status.stale && <Stale heardAtMs={status.heardAtMs} />}
      {status.fetchProgress && <FetchProgress progress={status.fetchProgress} />}
      {status.degraded.length > 0 && <DegradedSeries status={status} />}
      {status.state !== 'disabled' && <StoredHistory status={status} />}
    </Panel>
  );
}

function Stale({ heardAtMs }: { readonly heardAtMs: number | null }) {
  return (
    <p className="data-status-stale" role="alert">
      The fetcher is not heard any more. This is what it said last
      {heardAtMs !== null && (
        <>
          , at <UtcTime atMs={heardAtMs} seconds />
        </>
      )}
      .
    </p>
  );
}
