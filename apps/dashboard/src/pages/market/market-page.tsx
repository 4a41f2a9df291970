import { MOST_CANDLES } from '@fullcarry/contracts/http/market/candles-route';
import { MOST_FUNDING_DAYS } from '@fullcarry/contracts/http/market/funding-rates-route';
import type { MarketCoverage } from '@fullcarry/contracts/http/market/market-coverage-route';
import { DAY_MS, floorTo, HOUR_MS } from '@fullcarry/domain/time-window';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { AskError } from '../../api/ask-error.js';
import { PageTitle } from '../../shell/page-title.js';
import { Empty, Failed, Loading } from '../../ui/notice.js';
import { decisionPath } from '../market-link.js';
import { MARKET_STATES, STATE_TONES } from '../markets/market-states.js';
import { useMarkets } from '../markets/use-markets.js';
import { FundingPanel } from './funding-panel.js';
import { BasisPanel } from './basis/basis-panel.js';
import { HistoryPanel } from './chart/history-panel.js';
import { MarketNow } from './market-now.js';
import { ProofPanel } from './proof-panel.js';
import { RateMatchPanel } from './rate-match-panel.js';
import './market-page.css';
import { useRangeChoice } from './chart/range-controls.js';
import { askedCandles, askedHistory, shownRange, type Collected } from './chart/shown-range.js';
import { useMarketCoverage, useMarketHistory } from './use-market.js';
import { Badge } from '../../ui/badge.js';
import { useNow } from '../../ui/since.js';

interface MarketPageProps {
  readonly exchange: string;
  readonly market: string;
}

export default function MarketPage({ exchange, market }: MarketPageProps) {
  const name = { exchange, symbol: market };
  const markets = useMarkets();
  const summary = markets.data?.find(
    (one) => one.exchange === exchange && (one.nativeId === market || one.symbol === market),
  );
  const coverage = useMarketCoverage(name);
  const choice = useRangeChoice();
  const nowMs = floorTo(useNow(HOUR_MS), HOUR_MS);
  const collected = collectedOf(coverage.data);
  const asked = {
    candles: askedCandles(choice, collected, nowMs),
    funding: askedHistory(choice, collected, nowMs),
  };
  // One request tells whether the market is collected; what is not is not asked for twice.
  const history = useMarketHistory(name, asked, coverage.data !== undefined);
  const isUnknown = isNotFound(coverage.error);
  const loaded = history.data?.candles.window;
  const { range, from, to } = choice;
  const shown = useMemo(
    () => loaded && shownRange({ range, from, to }, loaded),
    [loaded, range, from, to],
  );
  return (
    <>
      <PageTitle title={market}>
        <span className="unit">
          {summary?.symbol ?? coverage.data?.symbol} on {exchange}
        </span>
        {summary && <Badge tone={STATE_TONES[summary.state]}>{MARKET_STATES[summary.state]}</Badge>}
        {summary?.verdict && <Link href={decisionPath(summary.symbol)}>Should it be traded?</Link>}
        <Link href="/markets">All markets</Link>
      </PageTitle>
      {summary ? (
        <MarketNow summary={summary} history={history.data} />
      ) : (
        markets.isPending && (
          <div className="now-room">
            <Loading what="the market" />
          </div>
        )
      )}
      {isUnknown ? (
        <Empty>
          {summary
            ? 'The history of this market is not collected: only its current rate is known.'
            : `${exchange} has no market ${market} here.`}
        </Empty>
      ) : (
        <>
          {history.data && shown ? (
            <>
              <HistoryPanel history={history.data} shown={shown} />
              <BasisPanel {...name} />
              <FundingPanel history={history.data} shown={shown} />
            </>
          ) : history.error ? (
            <Failed
              what="the history"
              error={history.error}
              onRetry={() => void history.refetch()}
            />
          ) : coverage.error ? null : (
            <div className="history-room">
              <Loading what="the history" />
            </div>
          )}
          {coverage.data?.series.map((series) => (
            <ProofPanel key={series.summary.series.kind} series={series} />
          ))}
          {coverage.data?.rateMatch && <RateMatchPanel match={coverage.data.rateMatch} />}
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

function collectedOf(coverage: MarketCoverage | undefined): Collected {
  const candles = coverage?.series.find(({ summary }) => summary.series.kind === 'candles');
  const key = candles?.summary.series;
  const stepMs = key?.kind === 'candles' ? timeframeMs(key.timeframe) : HOUR_MS;
  const longestMs = Math.min(MOST_CANDLES * stepMs, MOST_FUNDING_DAYS * DAY_MS);
  return { fromMs: candles?.window.fromMs, mostMs: longestMs };
}

function isNotFound(error: Error | null): boolean {
  return error instanceof AskError && error.status === 404;
}
