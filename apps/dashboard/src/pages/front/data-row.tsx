import type { DataStatus } from '@fullcarry/contracts/http/data/data-status-route';
import { useState } from 'react';
import { countText, UNKNOWN } from '../../format/numbers.js';
import { aboutText } from '../../live/fetch-clock.js';
import { fetchClock } from '../../live/feed.js';
import { Badge, type Tone } from '../../ui/badge.js';
import { Fingerprint } from '../../ui/fingerprint.js';
import { ProgressBar } from '../../ui/progress-bar.js';
import { Since } from '../../ui/since.js';
import { DataDetails } from './data-details.js';

const TONES: Record<DataStatus['state'], Tone> = {
  disabled: 'plain',
  starting: 'info',
  fetching: 'info',
  ready: 'good',
  degraded: 'bad',
};

export const DATA_COLUMNS = [
  'Exchange',
  'State',
  'Complete',
  'Markets',
  'Gaps',
  'Last synced',
  'Certificate',
] as const;

interface DataRowProps {
  readonly status: DataStatus;
  /** Of one exchange that is not ready all is shown at once; of several each on demand. */
  readonly isAlone: boolean;
}

/** The history of one exchange in one line; all that is known of it below, on demand. */
export function DataRow({ status, isAlone }: DataRowProps) {
  const { exchange, state, stale } = status;
  const [wanted, setWanted] = useState<boolean>();
  const isOpen = wanted ?? (isAlone && state !== 'ready');
  return (
    <>
      <tr>
        <td data-head="Exchange">
          <button
            type="button"
            className="data-row-open"
            aria-expanded={isOpen}
            title={isOpen ? 'Show less' : 'Show all that is known of it'}
            onClick={() => setWanted(!isOpen)}
          >
            <span className="data-row-arrow" aria-hidden="true">
              {isOpen ? '▼' : '▶'}
            </span>
            {exchange}
          </button>
        </td>
        <td data-head="State">
          <Badge tone={TONES[state]}>{state.toUpperCase()}</Badge>
          {stale && <Badge tone="warn">NOT HEARD</Badge>}
        </td>
        <td data-head="Complete">
          <Complete status={status} />
        </td>
        <td data-head="Markets">{countText(status.pairsTracked)} pairs</td>
        <td data-head="Gaps" title="Requested stretches that lack rows, whatever the reason">
          {countText(status.gaps)}
        </td>
        <td data-head="Last synced">
          <Since atMs={status.lastSyncAtMs} />
        </td>
        <td data-head="Certificate">
          <Fingerprint sha256={status.datasetSha256} />
        </td>
      </tr>
      {isOpen && (
        <tr className="data-row-details">
          <td colSpan={DATA_COLUMNS.length}>
            <DataDetails status={status} />
          </td>
        </tr>
      )}
    </>
  );
}

function Complete({ status }: { readonly status: DataStatus }) {
  const { exchange, state, fetchProgress: progress, degradedSeries } = status;
  if (progress) {
    const leftMs = fetchClock.leftMs(exchange, progress);
    return (
      <span className="complete">
        <span>{progress.percent.toFixed(1)} %</span>
        <ProgressBar label={`History of ${exchange} fetched`} percent={progress.percent} />
        <span className="unit">
          {leftMs === undefined ? 'measuring …' : `${aboutText(leftMs)} left`}
        </span>
      </span>
    );
  }
  if (state === 'ready') return <>100 %</>;
  if (state === 'degraded') return <>{countText(degradedSeries)} series not proven</>;
  return <>{UNKNOWN}</>;
}
