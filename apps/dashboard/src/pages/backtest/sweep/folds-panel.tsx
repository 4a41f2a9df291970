import type { SweepDocumentV1 } from '@fullcarry/contracts/backtest/sweep-document-v1';
import { DAY_MS } from '@fullcarry/domain/time-window';
import { countText, moneyText } from '../../../format/numbers.js';
import { dayText } from '../../../format/times.js';
import { Amount } from '../../../ui/amount.js';
import { Panel } from '../../../ui/panel.js';
import { Table, type Column } from '../../../ui/table/table.js';
import { windowText } from '../backtest-texts.js';
import { chosenText } from './sweep-texts.js';

type Fold = SweepDocumentV1['walkForward']['folds'][number];

const WIDTH = 600;
const HEIGHT = 160;
/** What earned nothing is still seen. */
const LEAST_HEIGHT = 1;

/** What was chosen on each stretch, and what became of it on the days after. In sample stands beside it, never alone. */
export function FoldsPanel({ document }: { readonly document: SweepDocumentV1 }) {
  const { walkForward, candidates, lengths } = document;
  const { folds } = walkForward;
  const columns: readonly Column<Fold>[] = [
    { head: 'Tested, UTC', cell: ({ test }) => windowText(test) },
    {
      head: 'Out of sample',
      align: 'right',
      cell: ({ outOfSampleNetUsdt }) => (
        <strong>
          <Amount usdt={outOfSampleNetUsdt} />
        </strong>
      ),
    },
    {
      head: 'In sample, where it was chosen',
      align: 'right',
      cell: ({ inSampleNetUsdt }) => <Amount usdt={inSampleNetUsdt} />,
    },
    { head: 'Learnt from, UTC', cell: ({ train }) => windowText(train) },
    { head: 'Chosen', align: 'wrap', cell: ({ chosen }) => chosenText(candidates[chosen]) },
  ];
  return (
    <Panel
      title="Folds"
      note={`${lengths.kind === 'rolling' ? 'Each learns from as long a stretch' : 'Each learns from all before it'}, and is tested ${countText(lengths.purgeMs / DAY_MS)} days after it. USDT`}
    >
      <Bars folds={folds} />
      <Table label="Folds" columns={columns} rows={folds} rowKey={({ test }) => test.fromMs} />
    </Panel>
  );
}

/** USDT a day: a test is shorter than what is learnt from. */
function Bars({ folds }: { readonly folds: readonly Fold[] }) {
  const bars = folds.map(({ train, test, inSampleNetUsdt, outOfSampleNetUsdt }) => ({
    fromMs: test.fromMs,
    inSample: (inSampleNetUsdt / (train.toMs - train.fromMs)) * DAY_MS,
    outOfSample: (outOfSampleNetUsdt / (test.toMs - test.fromMs)) * DAY_MS,
  }));
  const all = bars.flatMap(({ inSample, outOfSample }) => [inSample, outOfSample]);
  const highest = Math.max(0, ...all);
  const lowest = Math.min(0, ...all);
  const span = highest - lowest || 1;
  const y = (usdt: number) => ((highest - usdt) / span) * HEIGHT;
  const step = WIDTH / Math.max(bars.length, 6);
  const texts = bars.map(
    (bar) =>
      `${dayText(bar.fromMs)} ${moneyText(bar.outOfSample, 'always')} out of sample, ${moneyText(bar.inSample, 'always')} in sample`,
  );
  return (
    <figure className="daily-bars fold-bars">
      <figcaption>
        USDT a day by fold, in their order: filled out of sample, the outline beside it in sample
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Net a day by fold: ${texts.join('; ')}`}
      >
        {bars.map(({ fromMs, inSample, outOfSample }, i) => (
          <g key={fromMs}>
            <title>{texts[i]}</title>
            <rect
              className={outOfSample < 0 ? 'bar-loss' : 'bar-gain'}
              x={i * step + step * 0.12}
              width={step * 0.36}
              y={Math.min(y(outOfSample), y(0))}
              height={Math.max(LEAST_HEIGHT, Math.abs(y(outOfSample) - y(0)))}
            />
            <rect
              className="fold-in-sample"
              x={i * step + step * 0.52}
              width={step * 0.36}
              y={Math.min(y(inSample), y(0))}
              height={Math.max(LEAST_HEIGHT, Math.abs(y(inSample) - y(0)))}
            />
          </g>
        ))}
        <line className="bar-zero" x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} />
      </svg>
    </figure>
  );
}
