import { Link } from 'wouter';
import { AskError } from '../../api/ask-error.js';
import { PageTitle } from '../../shell/page-title.js';
import { Empty, Failed, Loading } from '../../ui/notice.js';
import { MARKET_STATES } from '../markets/market-columns.js';
import { useMarkets } from '../markets/use-markets.js';
import { FundingPanel } from './funding-panel.js';
import { HistoryPanel } from './history-panel.js';
import { MarketNow } from './market-now.js';
import { ProofPanel } from './proof-panel.js';
import './market-page.css';
import { useMarketCoverage, useMarketHistory } from './use-market.js';
import { Badge } from '../../ui/badge.js';

interface MarketPageProps {
  readonly exchange: string;
  readonly market: string;
}

export default function MarketPage({ exchange, market }: MarketPageProps) {
  const name = { exchange, symbol: market };
  const summary = useMarkets().data?.find(({ nativeId }) => nativeId === market);
  const coverage = useMarketCoverage(name);
  const history = useMarketHistory(name);
  const isUnknown = isNotFound(coverage.error) && isNotFound(history.error);
  return (
    <>
      <PageTitle title={market}>
        <span className="unit">
          {summary?.symbol ?? coverage.data?.symbol} on {exchange}
        </span>
        {summary && <Badge>{MARKET_STATES[summary.state]}</Badge>}
        <Link href="/markets">All markets</Link>
      </PageTitle>
      {summary && <MarketNow summary={summary} history={history.data} />}
      {isUnknown ? (
        <Empty>
          {summary
            ? 'The history of this market is not collected: only its current rate is known.'
            : `${exchange} has no market ${market} here.`}
        </Empty>
      ) : (
        <>
          {history.data ? (
            <>
              <HistoryPanel history={history.data} />
              <FundingPanel history={history.data} />
            </>
          ) : history.error ? (
            <Failed
              what="the history"
              error={history.error}
              onRetry={() => void history.refetch()}
            />
          ) : (
            <Loading what="the history" />
          )}
          {coverage.data?.series.map((series) => (
            <ProofPanel key={series.summary.series.kind} series={series} />
          ))}
          {coverage.error && (
            <Failed
              what="the coverage"
              error={coverage.error}
              onRetry={() => void coverage.refetch()}
            />
          )}
        </>
      )}
    </>
  );
}

function isNotFound(error: Error | null): boolean {
  return error instanceof AskError && error.status === 404;
}
