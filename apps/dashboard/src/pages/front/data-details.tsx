import type { DataStatus } from '@fullcarry/contracts/http/data/data-status-route';
import { isOfSpot, SERIES_KINDS } from '@fullcarry/domain/series';
import { countText, decimalText, UNKNOWN } from '../../format/numbers.js';
import { sentence } from '../../format/sentence.js';
import { Since } from '../../ui/since.js';
import { Stat, Stats } from '../../ui/stat.js';
import { UtcTime } from '../../ui/utc-time.js';
import { RowsStat, StoredStat } from '../stored-stats.js';
import { DegradedSeries } from './degraded-series.js';

const SENTENCES: Record<DataStatus['state'], string> = {
  disabled: 'History is switched off: the desk runs on live rates alone, and nothing is proven.',
  starting: 'Starting: choosing the markets and reading what is stored.',
  fetching: 'Fetching what is not stored yet. Trading waits until every row is there.',
  ready: 'Every expected row is stored or proven empty.',
  degraded: 'Something is missing: the markets below are closed to trading until it is repaired.',
};

/** All that is known of the history of one exchange. */
export function DataDetails({ status }: { readonly status: DataStatus }) {
  return (
    <div className="details">
      <p role="status">
        {SENTENCES[status.state]}
        {status.reason !== null && (
          <span className="data-status-reason"> {sentence(status.reason)}</span>
        )}
      </p>
      {status.stale && <Stale heardAtMs={status.heardAtMs} />}
      {status.degraded.length > 0 && <DegradedSeries status={status} />}
      {status.state !== 'disabled' && <Figures status={status} />}
    </div>
  );
}

function Stale({ heardAtMs }: { readonly heardAtMs: number | null }) {
  return (
    <p className="data-status-stale" role="alert">
      The fetcher is not heard any more. This is the last that it reported
      {heardAtMs !== null && (
        <>
          , at <UtcTime atMs={heardAtMs} seconds />
        </>
      )}
      .
    </p>
  );
}

/** Of how many markets it is kept and proven. */
function kindHint({ kind, pairs, proven }: DataStatus['kinds'][number], tracked: number): string {
  const known = `Proven of ${countText(proven)} of ${countText(pairs)} markets`;
  if (!isOfSpot(kind) || pairs >= tracked) return known;
  return `${known}; the other ${countText(tracked - pairs)} have no spot market`;
}

function Figures({ status }: { readonly status: DataStatus }) {
  const { fetchProgress: progress } = status;
  return (
    <Stats>
      <RowsStat name="Records stored" rows={status.totalRecords} />
      {status.kinds.map((one) => (
        <RowsStat
          key={one.kind}
          name={SERIES_KINDS[one.kind].label}
          rows={one.rows}
          hint={kindHint(one, status.pairsTracked)}
        />
      ))}
      {status.notKept.map((kind) => (
        <Stat
          key={kind}
          name={SERIES_KINDS[kind].label}
          hint="The exchange keeps no history of them: nothing is missing"
        >
          not kept by {status.exchange}
        </Stat>
      ))}
      <StoredStat firstRowAtMs={status.earliestMs} lastRowAtMs={status.latestMs} />
      {status.lastSyncRows !== null && (
        <RowsStat name="Added by the last sync" rows={status.lastSyncRows} />
      )}
      {progress && (
        <>
          <Stat name="Markets done">
            {countText(progress.pairsDone)} of {countText(progress.pairsTotal)}
          </Stat>
          <Stat name="Fetching">{progress.currentSymbol ?? UNKNOWN}</Stat>
          <Stat
            name="Rows"
            hint="Candles and settlements, those stored before included; funding is an estimate at first"
          >
            {countText(progress.rowsDone)} of {countText(progress.rowsTotal)}
          </Stat>
          <Stat name="Speed" unit="rows/s">
            {decimalText(progress.rowsPerSecond, 0)}
          </Stat>
          {progress.heldUntilMs !== null && (
            <Stat
              name="Held by the exchange"
              hint="Rate limit, ban or maintenance: no request is sent until then"
            >
              ends <Since atMs={progress.heldUntilMs} />
            </Stat>
          )}
        </>
      )}
    </Stats>
  );
}
