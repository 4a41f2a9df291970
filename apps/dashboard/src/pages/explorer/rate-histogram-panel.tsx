import { countText, percentText, rateText } from '../../format/numbers.js';
import { dayText, intervalText } from '../../format/times.js';
import { Link } from 'wouter';
import { Empty } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Stat, Stats } from '../../ui/stat.js';
import { decisionPath, marketPath } from '../market-link.js';
import type { ProvenMarket } from './box-scale.js';
import { EXPLORER_TERMS } from './explorer-terms.js';

const WIDTH = 600;
const HEIGHT = 140;

interface RateHistogramPanelProps {
  readonly market: ProvenMarket | undefined;
  /** Whether the desk trades on its exchange. */
  readonly isDesks: boolean;
}

/** One market: how its settlements were spread, and its figures in one place. */
export function RateHistogramPanel({ market, isDesks }: RateHistogramPanelProps) {
  if (!market) {
    return (
      <Panel title="One market">
        <Empty>Choose a market whose settlements are proven.</Empty>
      </Panel>
    );
  }
  const { funding, proof, netYearly, netPeriod } = market;
  return (
    <Panel
      title={`${market.nativeId} on ${market.exchange}`}
      note={
        proof &&
        `${countText(funding.settlements)} proven settlements, about each ${intervalText(Math.round(funding.intervalHours * 60))}, ${dayText(proof.window.fromMs)} to ${dayText(proof.window.toMs)}`
      }
      actions={
        <>
          {isDesks && <Link href={decisionPath(market.symbol)}>Should it be traded?</Link>}
          <Link href={marketPath(market.exchange, market.nativeId)}>Its history</Link>
        </>
      }
    >
      <Stats>
        <Stat name="Net, a year" hint={EXPLORER_TERMS.net}>
          {percentText(netYearly, 2, 'always')}
        </Stat>
        <Stat name="Net, a settlement" hint={EXPLORER_TERMS.period}>
          {rateText(netPeriod)}
        </Stat>
        <Stat name="Median" unit="a year" hint={EXPLORER_TERMS.median}>
          {percentText(funding.median, 2, 'always')}
        </Stat>
        <Stat name="Shorts paid" hint={EXPLORER_TERMS.sharePositive}>
          {percentText(funding.sharePositive, 0)}
        </Stat>
      </Stats>
      <Bars funding={funding} />
    </Panel>
  );
}

function Bars({ funding }: { readonly funding: ProvenMarket['funding'] }) {
  const { from, step, counts, below, above } = funding.histogram;
  const most = Math.max(...counts, 1);
  const width = WIDTH / counts.length;
  const edge = (bin: number) => from + bin * step;
  const rangeText = (bin: number) =>
    `${countText(counts[bin])} from ${percentText(edge(bin))} to ${percentText(edge(bin + 1))}`;
  const texts = counts.flatMap((count, bin) => (count > 0 ? [rangeText(bin)] : []));
  return (
    <figure className="daily-bars" title={EXPLORER_TERMS.histogram}>
      <figcaption>
        Settlements by the year, at most {countText(most)} in one bar; {countText(below)} lie below
        and {countText(above)} above
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Settlements by the year: ${texts.join(', ')}`}
      >
        {counts.map((count, bin) => {
          const height = (count / most) * (HEIGHT - 4);
          return (
            <rect
              key={bin}
              className={edge(bin) + step / 2 < 0 ? 'bar-loss' : 'bar-gain'}
              x={bin * width + width * 0.06}
              width={width * 0.88}
              y={HEIGHT - height}
              height={height}
            >
              <title>{rangeText(bin)}</title>
            </rect>
          );
        })}
        <line className="bar-zero" x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
      </svg>
      <p className="unit histogram-axis">
        <span>{percentText(edge(0), 1, 'always')}</span>
        <span>{percentText(edge(counts.length), 1, 'always')}</span>
      </p>
    </figure>
  );
}
