import type { CurrentRates } from '@fullcarry/contracts/http/rates-route';
import type { MarketSummary } from '@fullcarry/contracts/http/markets-route';
import type { MarketRate } from '@fullcarry/contracts/market-rates-v1';
import { rateRank } from '@fullcarry/domain/funding-statistics';
import {
  basisPointText,
  percentText,
  priceText,
  rateText,
  shortMoneyText,
} from '../../format/numbers.js';
import { intervalText } from '../../format/times.js';
import { useLive } from '../../live/feed.js';
import { Signed } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import { Panel } from '../../ui/panel.js';
import { Since } from '../../ui/since.js';
import { Stat, Stats } from '../../ui/stat.js';
import { ACTIONS } from '../desk-words.js';
import { basis } from './basis.js';
import type { MarketHistory } from './draw-market.js';
import { settledRates } from './settled-rates.js';

interface MarketNowProps {
  readonly summary: MarketSummary;
  readonly history: MarketHistory | undefined;
}

/** What the exchange says of the market now, and what the desk did about it last. */
export function MarketNow({ summary, history }: MarketNowProps) {
  const allRates = useLive('ratesV1');
  const cycle = useLive('cycleV1');
  // Of an exchange on which the desk does not trade only what was asked for is known.
  const rates = allRates?.rates?.exchange === summary.exchange ? allRates : undefined;
  const rate = rates?.rates?.markets.find(({ symbol }) => symbol === summary.symbol);
  const told =
    cycle?.exchange === summary.exchange
      ? cycle.markets.find(({ symbol }) => symbol === summary.symbol)
      : undefined;
  const verdict = told ?? summary.verdict;
  const now = { ...summary, ...rate };
  return (
    <Panel
      title="Now"
      note={allRates?.rates && !rates ? 'As of when this page was loaded' : ratesNote(rates)}
    >
      <Stats>
        <Stat
          name="Predicted rate"
          hint="Not yet charged; a positive rate is paid by longs to shorts"
        >
          <Signed value={now.predictedRate}>{rateText(now.predictedRate)}</Signed>
        </Stat>
        <Stat
          name="Its percentile"
          hint="Share of the settled rates, by the hour, that were at most this"
        >
          {percentText(percentile(rate, history), 0)}
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
        <Stat name="Mark price" unit="USDT">
          {priceText(now.markPrice)}
        </Stat>
        <Stat
          name={spotName(rate)}
          unit="USDT"
          hint="Of the coin itself; one perpetual may stand for several"
        >
          {priceText(rate?.spot?.lastPrice)}
        </Stat>
        <Stat name="Basis" hint="(perpetual − spot) / spot; positive when the perpetual is dearer">
          {basisPointText(rate && basis(rate))}
        </Stat>
        <Stat name="Turnover 24 h" unit="USDT">
          {shortMoneyText(now.turnoverUsdt24h)}
        </Stat>
        <Stat
          name="Net yield"
          unit="a year"
          hint="After all costs of a round trip, from the last cycle"
        >
          {percentText(told?.netYield ?? summary.netYield, 2, 'always')}
        </Stat>
        {verdict && (
          <Stat name="The desk’s last word" wide>
            <Badge tone={ACTIONS[verdict.action].tone}>{ACTIONS[verdict.action].text}</Badge>{' '}
            <span className="verdict-reason">{verdict.reason}</span>
          </Stat>
        )}
      </Stats>
    </Panel>
  );
}

function ratesNote(rates: CurrentRates | undefined): string {
  if (!rates?.rates) return 'No rates were told yet: the desk asks the exchange for them.';
  return rates.stale ? 'The rates are not told any more: these are the last.' : '';
}

function spotName(rate: MarketRate | undefined): string {
  const units = rate?.spot?.unitsPerContract ?? 1;
  return units === 1 ? 'Spot price' : `Spot price, ×${units} in one contract`;
}

function percentile(
  rate: MarketRate | undefined,
  history: MarketHistory | undefined,
): number | undefined {
  if (!rate || !history) return undefined;
  const current = { rate: Number(rate.predictedRate), hours: rate.intervalMinutes / 60 };
  return rateRank(current, settledRates(history.funding.settlements));
}
