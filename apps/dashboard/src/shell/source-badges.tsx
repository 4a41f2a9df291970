import { useLive } from '../live/feed.js';
import { Badge } from '../ui/badge.js';

/** What is not real says so on every page: recorded data, paper money. */
export function SourceBadges() {
  const source = useSource();
  const isPaper = useLive('deskV1')?.status?.paper === true;
  return (
    <>
      {source?.startsWith('replay') === true && (
        <Badge
          tone="violet"
          title={`Recorded data moved in time, not a market of today; spot prices are derived from it, order books are synthetic: ${source}`}
        >
          REPLAY
        </Badge>
      )}
      {isPaper && (
        <Badge tone="warn" title="The desk trades paper money: no order leaves this machine">
          PAPER
        </Badge>
      )}
    </>
  );
}

function useSource(): string | undefined {
  const status = useLive('dataStatusV1');
  const rates = useLive('ratesV1');
  return status?.source ?? rates?.rates?.source;
}
