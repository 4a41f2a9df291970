import type { DeskDay } from '@fullcarry/contracts/http/desk/statistics-route';
import { moneyText } from '../../../format/numbers.js';
import { dayText } from '../../../format/times.js';

const MOST_DAYS = 60;
const WIDTH = 600;
const HEIGHT = 160;
/** A day that earned nothing is still seen. */
const LEAST_HEIGHT = 1;

/** What each day earned after costs: a bar up or down from nothing, with its parts on hover. */
export function DailyBars({ days }: { readonly days: readonly DeskDay[] }) {
  const shown = days.slice(-MOST_DAYS);
  const nets = shown.map(({ netUsdt }) => Number(netUsdt));
  const highest = Math.max(0, ...nets);
  const lowest = Math.min(0, ...nets);
  const span = highest - lowest || 1;
  const y = (usdt: number) => ((highest - usdt) / span) * HEIGHT;
  const step = WIDTH / Math.max(shown.length, 10);
  const last = shown.at(-1);
  const first = shown[0];
  return (
    <figure className="daily-bars">
      <figcaption>
        Net P&L a day, USDT; highest {moneyText(highest, 'always')}, lowest{' '}
        {moneyText(lowest, 'always')}
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label(shown)}
      >
        {shown.map((day, index) => {
          const net = Number(day.netUsdt);
          const height = Math.max(LEAST_HEIGHT, Math.abs(y(net) - y(0)));
          return (
            <rect
              key={day.dayMs}
              className={net < 0 ? 'bar-loss' : 'bar-gain'}
              x={index * step + step * 0.1}
              width={step * 0.8}
              y={net < 0 ? y(0) : y(0) - height}
              height={height}
            >
              <title>{partsText(day)}</title>
            </rect>
          );
        })}
        <line className="bar-zero" x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} />
      </svg>
      <p className="unit">
        {first && dayText(first.dayMs)} to {last && dayText(last.dayMs)}; a day without the desk has
        no bar
      </p>
    </figure>
  );
}

function partsText({ dayMs, netUsdt, pricesUsdt, fundingUsdt, feesUsdt }: DeskDay): string {
  const parts = `prices ${moneyText(pricesUsdt, 'always')}, funding ${moneyText(fundingUsdt, 'always')}, fees ${moneyText(feesUsdt)}`;
  return `${dayText(dayMs)}: ${moneyText(netUsdt, 'always')} USDT (${parts})`;
}

function label(days: readonly DeskDay[]): string {
  return `Net P&L by day: ${days.map((day) => `${dayText(day.dayMs)} ${moneyText(day.netUsdt, 'always')}`).join(', ')}`;
}
