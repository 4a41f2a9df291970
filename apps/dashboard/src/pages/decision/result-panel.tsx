import type { MarketResultRoute } from '@fullcarry/contracts/http/backtest/market-result-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { Link } from 'wouter';
import { countText, percentText } from '../../format/numbers.js';
import { dayText } from '../../format/times.js';
import { Badge } from '../../ui/badge.js';
import { Empty, Failed, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Stat, Stats } from '../../ui/stat.js';
import { DECISION_TERMS } from './decision-terms.js';
import { useMarketResult, type Perpetual } from './use-decision.js';

type Result = NonNullable<ReplyOf<typeof MarketResultRoute>['result']>;

/** How sure one can be, by what a stored backtest of this very market came to. */
export function ResultPanel({ market }: { readonly market: Perpetual }) {
  const { data, error, refetch } = useMarketResult(market);
  return (
    <Panel
      title="What a backtest of it came to"
      note="The newest stored result that holds this market; what it does not model is on its own page"
    >
      {data?.result ? (
        <OfMarket result={data.result} />
      ) : data ? (
        <Empty>
          <span>
            {data.stored === 0
              ? 'No backtest is stored here'
              : `None of the last backtests holds ${market.symbol}`}
            , so nothing is said of how sure it is. <Link href="/backtest">Run one</Link>.
          </span>
        </Empty>
      ) : error ? (
        <Failed what="the backtests" error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading what="the backtests" />
      )}
    </Panel>
  );
}

function OfMarket({ result }: { readonly result: Result }) {
  const { ofMarket, window, stale, open } = result;
  const { trades, won, mean, low, high, worst, best } = ofMarket;
  return (
    <>
      <Stats>
        <Stat
          name="Closed trades"
          hint={DECISION_TERMS.trades}
          unit={open > 0 ? `and ${countText(open)} open` : ''}
        >
          {countText(trades)}
        </Stat>
        <Stat name="Won" hint={DECISION_TERMS.won}>
          {trades === 0 ? '–' : `${countText(won)} of ${countText(trades)}`}
        </Stat>
        <Stat name="Mean net" unit="of notional" hint={DECISION_TERMS.mean}>
          {percentText(mean, 3, 'always')}
        </Stat>
        <Stat name="Mean, 95 %" hint={DECISION_TERMS.interval} wide>
          {low === null || high === null
            ? 'not known of fewer than two trades'
            : `${percentText(low, 3, 'always')} to ${percentText(high, 3, 'always')}`}
        </Stat>
        <Stat name="Worst to best" hint={DECISION_TERMS.worst} wide>
          {worst === null
            ? '–'
            : `${percentText(worst, 3, 'always')} to ${percentText(best, 3, 'always')}`}
        </Stat>
        <Stat name="All of it, a year, in sample" hint={DECISION_TERMS.inSample} wide>
          {percentText(result.yearlyYield, 2, 'always')}
          {result.yearlyYieldLow !== null && result.yearlyYieldHigh !== null && (
            <span className="unit">
              {' '}
              {percentText(result.yearlyYieldLow, 2, 'always')} to{' '}
              {percentText(result.yearlyYieldHigh, 2, 'always')}
            </span>
          )}
        </Stat>
      </Stats>
      <p className="panel-note">
        {dayText(window.fromMs)} to {dayText(window.toMs)}, {countText(result.markets)} markets,{' '}
        {result.strategy}, {result.sizing} size.{' '}
        <Link href={`/backtest/${result.sha256}`}>The whole result</Link>{' '}
        {stale !== null && (
          <Badge tone="warn" title={stale}>
            Stale
          </Badge>
        )}
      </p>
    </>
  );
}
