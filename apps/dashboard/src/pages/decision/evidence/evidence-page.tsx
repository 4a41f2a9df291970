import { StudiesRoute } from '@fullcarry/contracts/http/backtest/studies-route';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ask } from '../../../api/ask.js';
import { PageTitle } from '../../../shell/page-title.js';
import { Failed, Loading } from '../../../ui/notice.js';
import { SignalStudyPanel } from './signal-study-panel.js';
import { StrategyStudyPanel } from './strategy-study-panel.js';

/** What strategies, sizes and signals were worth out of sample, by the newest studies that are stored. */
export default function EvidencePage() {
  const { data, error, refetch } = useQuery({
    queryKey: ['backtests', 'studies'],
    queryFn: ({ signal }) => ask(StudiesRoute, { signal }),
  });
  return (
    <>
      <PageTitle title="Evidence">
        <Link href="/decision">Back to the decision</Link>
      </PageTitle>
      {data ? (
        <>
          <StrategyStudyPanel stored={data.strategies} />
          <SignalStudyPanel stored={data.signals} />
        </>
      ) : error ? (
        <Failed what="the studies" error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="decision-room">
          <Loading what="the studies" />
        </div>
      )}
    </>
  );
}
