import type { SignalsRoute } from '@fullcarry/contracts/http/market/signals-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import {
  countText,
  decimalText,
  ordinalText,
  percentText,
  rateText,
  UNKNOWN,
} from '../../format/numbers.js';
import { sentence } from '../../format/sentence.js';
import { dayText } from '../../format/times.js';
import { Link } from 'wouter';
import { Fingerprint } from '../../ui/fingerprint.js';
import { Empty, Failed, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Stat, Stats } from '../../ui/stat.js';
import { DECISION_TERMS } from './decision-terms.js';
import { useSignals, type Perpetual } from './use-decision.js';

type Signals = NonNullable<ReplyOf<typeof SignalsRoute>['signals']>;

const YEAR_HOURS = 8_760;

/** What its proven rows say beyond the last rate, and on which certificates that stands. */
export function SignalsPanel({ market }: { readonly market: Perpetual }) {
  const { data, error, refetch } = useSignals(market);
  return (
    <Panel
      title="Signals"
      note={
        <>
          Of proven rows alone. Each has weight 0 in the expected funding: out of sample none added
          to it. <Link href="/decision/evidence">The evidence</Link>
        </>
      }
    >
      {data?.signals ? (
        <>
          <SignalStats signals={data.signals} />
          <p className="panel-note">
            By{' '}
            {data.certificates.map(({ series, sha256, fromMs, toMs }, i) => (
              <span key={sha256}>
                {i > 0 && ', '}
                {series.kind} {dayText(fromMs)} to {dayText(toMs)} <Fingerprint sha256={sha256} />
              </span>
            ))}
          </p>
        </>
      ) : data ? (
        <Empty>
          {sentence(data.unproven ?? 'Not known')} No signal is told of what is not proven.
        </Empty>
      ) : error ? (
        <Failed what="the signals" error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading what="the signals" />
      )}
    </Panel>
  );
}

function SignalStats({ signals }: { readonly signals: Signals }) {
  const { level, trend, slope, persistence, halfLifeHours, halfLifeLasts, regime } = signals;
  const { basisScore, basisHalfLifeHours, turnoverTrend, tailRate } = signals;
  return (
    <Stats>
      <Stat name="Percentile" unit="of 90 days" hint={DECISION_TERMS.percentile}>
        {level === null ? UNKNOWN : ordinalText(Math.round(level * 100))}
      </Stat>
      <Stat name="Trend" unit="a year" hint={DECISION_TERMS.trend}>
        {percentText(yearOf(trend), 2, 'always')}
      </Stat>
      <Stat name="Slope" unit="a year, a day" hint={DECISION_TERMS.slope}>
        {percentText(yearOf(slope), 2, 'always')}
      </Stat>
      <Stat name="Persistence" hint={DECISION_TERMS.persistence}>
        {percentText(persistence, 0, 'always')}
      </Stat>
      <Stat name="Half-life" unit="h" hint={DECISION_TERMS.halfLife}>
        {halfLifeLasts ? 'stays' : decimalText(halfLifeHours, 1)}
      </Stat>
      <Stat name="Regime" hint={DECISION_TERMS.regime}>
        {regime ?? UNKNOWN}
      </Stat>
      <Stat name="Basis, deviations" hint={DECISION_TERMS.basisScore}>
        {decimalText(basisScore, 2)}
      </Stat>
      <Stat name="Half-life of the basis" unit="h" hint={DECISION_TERMS.basisHalfLife}>
        {decimalText(basisHalfLifeHours, 1)}
      </Stat>
      <Stat name="Turnover trend" hint={DECISION_TERMS.turnoverTrend}>
        {percentText(turnoverTrend, 0, 'always')}
      </Stat>
      <Stat name="Worst of a thousand" hint={DECISION_TERMS.tailRate}>
        {rateText(tailRate)}
      </Stat>
      <Stat name="Run at 0.03 % or more" hint="How many settlements in a row paid 0.03 % or more">
        {countText(signals.richRun)}
      </Stat>
    </Stats>
  );
}

function yearOf(hourly: number | null): number | null {
  return hourly === null ? null : hourly * YEAR_HOURS;
}
