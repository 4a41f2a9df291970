import { SweepRoute, SweepsRoute } from '@fullcarry/contracts/http/backtest/sweep-routes';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ask, routeUrl } from '../../../api/ask.js';
import { PageTitle } from '../../../shell/page-title.js';
import { Fingerprint } from '../../../ui/fingerprint.js';
import { Failed, Loading } from '../../../ui/notice.js';
import '../../desk/desk-page.css';
import '../backtest.css';
import { ProofPanel } from '../result/proof-panel.js';
import { StaleMark, StaleReason } from '../stale-mark.js';
import { FoldsPanel } from './folds-panel.js';
import { HeatMapPanel } from './heat-map-panel.js';
import { SweepCaveatsPanel } from './sweep-caveats-panel.js';
import { SweepFiguresPanel } from './sweep-figures-panel.js';
import { KINDS } from './sweep-texts.js';
import './sweep.css';
import { TrialsPanel } from './trials-panel.js';

/** One sweep or walk-forward, by its hash or as much of its beginning as names it. */
export default function SweepPage({ hash }: { readonly hash: string }) {
  const document = useQuery({
    queryKey: ['backtests', 'sweep', hash],
    queryFn: ({ signal }) => ask(SweepRoute, { params: { hash }, signal }),
    staleTime: Infinity,
  });
  const summary = useQuery({
    queryKey: ['backtests', 'sweep-line', hash],
    queryFn: ({ signal }) => ask(SweepsRoute, { query: { hash, limit: 1 }, signal }),
  });
  const line = summary.data?.sweeps[0];
  const error = document.error ?? summary.error;
  return (
    <>
      <PageTitle title={`${KINDS[line?.kind ?? 'sweep']} ${(line?.sha256 ?? hash).slice(0, 12)}`}>
        {line && <StaleMark stale={line.stale} />}
        <Link href="/backtest">All results</Link>
        {line && (
          <span className="backtest-links">
            <Fingerprint sha256={line.sha256} what="the hash of the sweep" />
            <a
              className="button"
              href={routeUrl(SweepRoute, { params: { hash: line.sha256 } })}
              download={`sweep-${line.sha256.slice(0, 12)}.json`}
            >
              JSON
            </a>
          </span>
        )}
      </PageTitle>
      {document.data && line ? (
        <>
          {line.stale && <StaleReason stale={line.stale} />}
          <SweepFiguresPanel document={document.data} line={line} />
          <FoldsPanel document={document.data} />
          <HeatMapPanel document={document.data} />
          {document.data.trials.length > 0 && <TrialsPanel document={document.data} />}
          <SweepCaveatsPanel document={document.data} />
          <ProofPanel document={document.data} />
        </>
      ) : error ? (
        <Failed
          what="the sweep"
          error={error}
          onRetry={() => void Promise.all([document.refetch(), summary.refetch()])}
        />
      ) : (
        <Loading what="the sweep" />
      )}
    </>
  );
}
