import type { CurrentRates } from '@fullcarry/contracts/http/market/rates-route';
import type { MarketSummary } from '@fullcarry/contracts/http/market/markets-route';
import type { MarketRate } from '@fullcarry/contracts/facts/market-rates-v1';
import { rateRank } from '@fullcarry/domain/market/funding-statistics';
import {
  basisPointText,
  percentText,
  priceText,
  rateText,
  shortMoneyText,
  ordinalText,
  UNKNOWN,
} from '../../format/numbers.js';
import { currenciesOf } from '../../format/currencies.js';
import { readable } from '../../format/sentence.js';
import { TERMS } from '../../format/terms.js';
import { intervalText } from '../../format/times.js';
import { useLive } from '../../live/feed.js';
import { useRates } from '../../live/use-rates.js';
import { Signed } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import { Panel } from '../../ui/panel.js';
import { Since } from '../../ui/since.js';
import { Stat, Stats } from '../../ui/stat.js';
import { ACTIONS } from '../desk-labels.js';
import { openInterestText, openInterestValue } from '../open-interest.js';
import { basis } from './basis/basis.js';
import type { ChartedHistory } from './charted-history.js';
import { settledRates } from './settled-rates.js';

interface MarketNowProps {
  readonly summary: MarketSummary;
  readonly history: ChartedHistory | undefined;
}

/** What the exchange says of the market now, and what the desk did about it last. */
export function MarketNow({ summary, history }: MarketNowProps) {
  const rates = useRates(summary.exchange);
  const cycle = useLive('cycleV1');
  const rate = rates?.rates?.markets.find(({ symbol }) => symbol === summary.symbol);
  const { quote } = currenciesOf(summary.symbol);
  const inCycle =
    cycle?.exchange === summary.exchange
      ? cycle.markets.find(({ symbol }) => symbol === summary.symbol)
      : undefined;
  const verdict = inCycle ?? summary.verdict;
  const now = { ...summary, ...rate };
  return (
    <Panel title="Now" note={ratesNote(rates)}>
      <Stats>
        <Stat
          name="Predicted rate"
          hint="Not yet charged; a positive rate is paid by longs to shorts"
        >
          <Signed value={now.predictedRate}>{rateText(now.predictedRate)}</Signed>
        </Stat>
        <Stat
          name="A year, predicted"
          hint="The predicted rate by the year of its interval, not compounded, before costs"
        >
          {percentText(yearly(now.predictedRate, now.intervalMinutes), 2, 'always')}
        </Stat>
        <Stat
          name="Percentile"
          hint="Share of the settled rates shown here, by the hour, that were at most the predicted one"
        >
          {percentileText(percentile(rate, history))}
        </Stat>
        <Stat name="Next funding">
          <Since atMs={now.nextFundingAtMs} />
          {now.intervalMinutes !== null && (
            <>
              {' '}
              <Badge title="Funding interval in force now">
                {intervalText(now.intervalMinutes)}
              </Badge>
            </>
          )}
        </Stat>
        <Stat name="Last settled" hint="The last rate that was charged">
          <Signed value={summary.lastSettled?.rate}>{rateText(summary.lastSettled?.rate)}</Signed>
        </Stat>
        <Stat name="Mark price" {...unitOf(quote, now.markPrice)}>
          {priceText(now.markPrice)}
        </Stat>
        <Stat
          name={spotName(rate)}
          {...unitOf('USDT', rate?.spot?.lastPrice)}
          hint="Of the coin itself; one perpetual may stand for several"
        >
          {priceText(rate?.spot?.lastPrice)}
        </Stat>
        <Stat name="Basis" hint="(perpetual − spot) / spot; positive when the perpetual is dearer">
          {basisPointText(rate && basis(rate))}
        </Stat>
        <Stat name="Turnover 24 h" {...unitOf(quote, now.turnoverUsdt24h)}>
          {shortMoneyText(now.turnoverUsdt24h)}
        </Stat>
        <Stat
          name="Open interest"
          {...unitOf(quote, openInterestValue(now))}
          hint={TERMS.openInterest}
        >
          {openInterestText(now)}
        </Stat>
        <Stat
          name="Net yield"
          {...unitOf('a year', inCycle?.netYield ?? summary.netYield)}
          hint="Expected over the holding time, less the costs of a round trip; from the desk’s last cycle. Only where the desk trades"
        >
          {percentText(inCycle?.netYield ?? summary.netYield, 2, 'always')}
        </Stat>
        {verdict && (
          <Stat name="Last decision of the desk" wide>
            <Badge tone={ACTIONS[verdict.action].tone}>{ACTIONS[verdict.action].text}</Badge>{' '}
            <span className="verdict-reason">{readable(verdict.reason)}</span>
          </Stat>
        )}
      </Stats>
    </Panel>
  );
}

function ratesNote(rates: CurrentRates | undefined): string {
  if (!rates) return 'Loading the rates …';
  if (!rates.rates) return 'No rates yet: the exchange has not been polled, or did not answer.';
  return rates.stale ? 'The rates are not polled any more: these are the last.' : '';
}

/** No unit after a dash. */
function unitOf(
  unit: string,
  value: string | number | null | undefined,
): { readonly unit?: string } {
  return value === null || value === undefined || unit === '' ? {} : { unit };
}

const YEAR_MINUTES = 8_760 * 60;

function yearly(rate: string | null, intervalMinutes: number | null): number | undefined {
  if (rate === null || intervalMinutes === null) return undefined;
  return (Number(rate) * YEAR_MINUTES) / intervalMinutes;
}

function percentileText(share: number | undefined): string {
  return share === undefined ? UNKNOWN : ordinalText(Math.round(share * 100));
}

function spotName(rate: MarketRate | undefined): string {
  const units = rate?.spot?.unitsPerContract ?? 1;
  return units === 1 ? 'Spot price' : `Spot price, ×${units} in one contract`;
}

function percentile(
  rate: MarketRate | undefined,
  history: ChartedHistory | undefined,
): number | undefined {
  if (!rate || !history) return undefined;
  const current = { rate: Number(rate.predictedRate), hours: rate.intervalMinutes / 60 };
  return rateRank(current, settledRates(history.funding.settlements));
}
