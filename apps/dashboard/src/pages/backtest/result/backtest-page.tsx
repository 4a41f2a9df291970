import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import {
  BacktestRoute,
  BacktestTradesParquetRoute,
  BacktestTradesRoute,
} from '@fullcarry/contracts/http/backtest/backtest-route';
import type { BacktestSummary } from '@fullcarry/contracts/http/backtest/backtests-route';
import { lazy, useMemo } from 'react';
import { Link } from 'wouter';
import { routeUrl } from '../../../api/ask.js';
import { ChartRoom } from '../../../chart/chart-room.js';
import { PageTitle } from '../../../shell/page-title.js';
import { Fingerprint } from '../../../ui/fingerprint.js';
import { Failed, Loading } from '../../../ui/notice.js';
import { Panel } from '../../../ui/panel.js';
import '../../desk/desk-page.css';
import '../backtest.css';
import { StaleMark, StaleReason } from '../stale-mark.js';
import { AttributionPanel } from './attribution-panel.js';
import { CaveatsPanel } from './caveats-panel.js';
import { ComparePanel } from './compare/compare-panel.js';
import { DecisionsPanel } from './decisions/decisions-panel.js';
import { dailyCurve, tradeEvents } from './equity/daily-curve.js';
import { FiguresPanel } from './figures-panel.js';
import { HistogramPanel } from './trades/histogram-panel.js';
import { MarketsPanel } from './trades/markets-panel.js';
import { ProofPanel } from './proof-panel.js';
import { SettingsPanel } from './settings-panel.js';
import { TradesPanel } from './trades/trades-panel.js';
import { useBacktest } from './use-backtest.js';

const EquityDrawdownChart = lazy(() => import('./equity/equity-drawdown-chart.js'));

/** One result, by its hash or as much of its beginning as names it. */
export default function BacktestPage({ hash }: { readonly hash: string }) {
  const { document, summary, line } = useBacktest(hash);
  const error = document.error ?? summary.error;
  return (
    <>
      <PageTitle title={`Backtest ${(line?.sha256 ?? hash).slice(0, 12)}`}>
        {line && <StaleMark stale={line.stale} />}
        <Link href="/backtest">All results</Link>
        {line && <Links line={line} />}
      </PageTitle>
      {document.data && line ? (
        <Result document={document.data} line={line} />
      ) : error ? (
        <Failed
          what="the result"
          error={error}
          onRetry={() => void Promise.all([document.refetch(), summary.refetch()])}
        />
      ) : (
        <Loading what="the result" />
      )}
    </>
  );
}

function Links({ line: { sha256 } }: { readonly line: BacktestSummary }) {
  const params = { hash: sha256 };
  return (
    <span className="backtest-links">
      <Fingerprint sha256={sha256} what="the hash of the result" />
      <Link className="button" href={`/backtest/${sha256}`} title="The address of this result">
        Link
      </Link>
      <a
        className="button"
        href={routeUrl(BacktestRoute, { params })}
        download={`backtest-${sha256.slice(0, 12)}.json`}
      >
        JSON
      </a>
      <a className="button" href={routeUrl(BacktestTradesRoute, { params })} download>
        Trades, CSV
      </a>
      <a className="button" href={routeUrl(BacktestTradesParquetRoute, { params })} download>
        Parquet
      </a>
    </span>
  );
}

interface ResultProps {
  readonly document: BacktestDocumentV1;
  readonly line: BacktestSummary;
}

function Result({ document, line }: ResultProps) {
  const points = useMemo(() => dailyCurve(document), [document]);
  const events = useMemo(() => tradeEvents(document.trades), [document]);
  return (
    <>
      {line.stale && <StaleReason stale={line.stale} />}
      <FiguresPanel document={document} line={line} />
      <ComparePanel document={document} line={line} />
      <Panel
        title="Equity and drawdown"
        note="USDT on paper, at the end of each UTC day; both legs at their prices of then"
      >
        <ChartRoom className="backtest-room">
          <EquityDrawdownChart points={points} events={events} />
        </ChartRoom>
      </Panel>
      <div className="backtest-two">
        <AttributionPanel attribution={document.attribution} />
        <HistogramPanel trades={document.trades} />
      </div>
      <MarketsPanel document={document} />
      <TradesPanel document={document} />
      <DecisionsPanel document={document} sha256={line.sha256} />
      <CaveatsPanel document={document} />
      <SettingsPanel document={document} line={line} />
      <ProofPanel document={document} />
    </>
  );
}
