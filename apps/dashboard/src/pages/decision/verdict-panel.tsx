import type { MarketExplainedView } from '@fullcarry/contracts/desk/market-explained';
import {
  countText,
  decimalText,
  moneyText,
  ordinalText,
  percentText,
  rateText,
  UNKNOWN,
} from '../../format/numbers.js';
import { readable, sentence } from '../../format/sentence.js';
import { TERMS } from '../../format/terms.js';
import { intervalText } from '../../format/times.js';
import { Signed } from '../../ui/amount.js';
import { Since } from '../../ui/since.js';
import { Stat, Stats } from '../../ui/stat.js';
import { DECISION_TERMS } from './decision-terms.js';
import { LABELS } from './decision-texts.js';
import { useSignals } from './use-decision.js';

const YEAR_HOURS = 8_760;

/** The answer, its one reason, and the figures that one looks at first. */
export function VerdictPanel({ explained }: { readonly explained: MarketExplainedView }) {
  const { text, sign, tone } = LABELS[explained.label];
  const { yields, legs } = explained;
  return (
    <section className={`panel decision-verdict decision-${tone}`} aria-label="What to do">
      <div className="decision-answer" title={DECISION_TERMS.label}>
        <p className="decision-label">
          <span aria-hidden="true">{sign}</span> {text}
        </p>
        <p className="decision-reason">{sentence(explained.reason.text)}</p>
        <p className="panel-note">
          {readable(explained.rule)}. {pairText(legs)}; observed <Since atMs={explained.atMs} />.
        </p>
      </div>
      <Stats>
        <Stat name="Net, a year" hint={`${TERMS.net}. ${DECISION_TERMS.deviation}`}>
          <Signed value={yields.net}>{percentText(yields.net, 2, 'always')}</Signed>
          {yields.deviation !== null && (
            <span className="unit"> ± {percentText(yields.deviation)}</span>
          )}
        </Stat>
        <Stat
          name="Rate now"
          unit="a year"
          hint={`${rateText(explained.predictedRate)} each ${intervalText(explained.intervalMinutes)}. ${TERMS.predicted}`}
        >
          {percentText(yields.now, 2, 'always')}
        </Stat>
        <Beside exchange={explained.exchange} symbol={legs.short.symbol} />
        <Stat name="Break-even" unit="days" hint={TERMS.breakEven}>
          {explained.breakEvenHours === null
            ? 'never'
            : decimalText(explained.breakEvenHours / 24, 1)}
        </Stat>
        <Stat name="Size, if opened" unit="USDT" hint={DECISION_TERMS.size}>
          {explained.held ? 'held already' : moneyText(explained.size.takenUsdt)}
        </Stat>
        <Stat name="Rank" hint={DECISION_TERMS.rank}>
          {countText(explained.rank)} <span className="unit">of {countText(explained.of)}</span>
        </Stat>
      </Stats>
    </section>
  );
}

/** Percentile and trend beside the rate. */
function Beside(market: { readonly exchange: string; readonly symbol: string }) {
  const signals = useSignals(market).data?.signals;
  const level = signals?.level ?? null;
  const trend = signals?.trend ?? null;
  const direction = trend === null || trend === 0 ? '' : trend > 0 ? '↗ ' : '↘ ';
  return (
    <>
      <Stat name="Percentile" unit="of 90 days" hint={DECISION_TERMS.percentile}>
        {level === null ? UNKNOWN : ordinalText(Math.round(level * 100))}
      </Stat>
      <Stat name="Trend" unit="a year" hint={DECISION_TERMS.trend}>
        <span aria-hidden="true">{direction}</span>
        {percentText(trend === null ? null : trend * YEAR_HOURS, 2, 'always')}
      </Stat>
    </>
  );
}

function pairText({ long, short }: MarketExplainedView['legs']): string {
  const longText = long ? `long ${long.symbol} on ${long.venue}` : 'nothing to hold against it';
  return `Short ${short.symbol} on ${short.venue}, ${longText}`;
}
