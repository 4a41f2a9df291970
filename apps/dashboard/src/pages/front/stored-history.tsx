import type { DataStatus } from '@fullcarry/contracts/http/data-status-route';
import { countText, UNKNOWN } from '../../format/numbers.js';
import { dayText, utcText } from '../../format/times.js';
import { Fingerprint } from '../../ui/fingerprint.js';
import { Since } from '../../ui/since.js';
import { Stat, Stats } from '../../ui/stat.js';

export function StoredHistory({ status }: { readonly status: DataStatus }) {
  return (
    <Stats>
      <Stat name="Pairs tracked" unit="pairs">
        {countText(status.pairsTracked)}
      </Stat>
      <Stat name="Total records" unit="rows">
        {countText(status.totalRecords)}
      </Stat>
      <Stat name="Candles" unit="rows">
        {countText(status.candles)}
      </Stat>
      <Stat name="Settled funding" unit="rows">
        {countText(status.fundingRates)}
      </Stat>
      <Stat name="Date range" unit="UTC" hint={fullRange(status)}>
        {status.earliestMs === null || status.latestMs === null
          ? UNKNOWN
          : `${dayText(status.earliestMs)} to ${dayText(status.latestMs)}`}
      </Stat>
      <Stat name="Last sync" hint="When the tail was last brought up to date">
        <Since atMs={status.lastSyncAtMs} />
        {status.lastSyncRows !== null && (
          <span className="unit"> +{countText(status.lastSyncRows)} rows</span>
        )}
      </Stat>
      <Stat name="Holes not proven" unit="holes">
        {countText(status.gaps)}
      </Stat>
      <Stat name="Certificate" hint="SHA-256 over the certificates of all series">
        <Fingerprint sha256={status.datasetSha256} />
      </Stat>
    </Stats>
  );
}

function fullRange({ earliestMs, latestMs }: DataStatus): string {
  if (earliestMs === null || latestMs === null) return 'Nothing is stored yet';
  return `${utcText(earliestMs)} to ${utcText(latestMs)}`;
}
