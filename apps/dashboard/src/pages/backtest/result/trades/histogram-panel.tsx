import type { BacktestTradeV1 } from '@fullcarry/contracts/backtest/backtest-trade-v1';
import { countText, moneyText } from '../../../../format/numbers.js';
import { Empty } from '../../../../ui/notice.js';
import { Panel } from '../../../../ui/panel.js';
import { pnlHistogram, type PnlBin } from './pnl-histogram.js';

const WIDTH = 600;
const HEIGHT = 160;

/** How evenly it was earned. */
export function HistogramPanel({ trades }: { readonly trades: readonly BacktestTradeV1[] }) {
  const bins = pnlHistogram(trades.map(({ netUsdt }) => Number(netUsdt)));
  return (
    <Panel title="Results of the trades" note="How many trades came to which net, USDT">
      {bins.length === 0 ? <Empty>Nothing was traded.</Empty> : <Bars bins={bins} />}
    </Panel>
  );
}

function Bars({ bins }: { readonly bins: readonly PnlBin[] }) {
  const most = Math.max(...bins.map(({ count }) => count));
  const step = WIDTH / bins.length;
  const zero = bins.filter(({ to }) => to <= 0).length * step;
  const texts = bins.filter(({ count }) => count > 0).map(binText);
  return (
    <figure className="daily-bars">
      <figcaption>
        At most {countText(most)} in one bar; the upright line is nothing earned
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Trades by net: ${texts.join(', ')}`}
      >
        {bins.map((bin, i) => {
          const height = (bin.count / most) * (HEIGHT - 4);
          return (
            <rect
              key={bin.from}
              className={bin.to <= 0 ? 'bar-loss' : 'bar-gain'}
              x={i * step + step * 0.06}
              width={step * 0.88}
              y={HEIGHT - height}
              height={height}
            >
              <title>{binText(bin)}</title>
            </rect>
          );
        })}
        <line className="bar-zero" x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
        <line className="bar-zero" x1={zero} x2={zero} y1={0} y2={HEIGHT} />
      </svg>
      <p className="unit histogram-axis">
        <span>{moneyText(bins[0]?.from, 'always')}</span>
        <span>{moneyText(bins.at(-1)?.to, 'always')}</span>
      </p>
    </figure>
  );
}

function binText({ from, to, count }: PnlBin): string {
  return `${countText(count)} from ${moneyText(from, 'always')} to ${moneyText(to, 'always')} USDT`;
}
