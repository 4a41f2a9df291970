import type { MarketExplainedView } from '@fullcarry/contracts/desk/market-explained';
import {
  basisPointText,
  countText,
  decimalText,
  percentText,
  rateText,
} from '../../format/numbers.js';
import { TERMS } from '../../format/terms.js';
import { Panel } from '../../ui/panel.js';
import { Stat, Stats } from '../../ui/stat.js';
import { DECISION_TERMS } from './decision-terms.js';

interface Part {
  readonly name: string;
  readonly hint: string;
  readonly value: number;
  readonly isSum?: boolean;
}

/** What the net yield is made of, so that it adds up. */
export function YieldPanel({ explained }: { readonly explained: MarketExplainedView }) {
  const { yields, settings, roundTrip, costsFrom } = explained;
  const parts: readonly Part[] = [
    { name: 'Expected funding', hint: TERMS.expected, value: yields.carry },
    { name: 'Expected of the basis', hint: DECISION_TERMS.convergence, value: yields.convergence },
    { name: 'Costs', hint: TERMS.costs, value: -yields.costs },
    { name: 'Net', hint: TERMS.net, value: yields.net, isSum: true },
    { name: 'Opens from', hint: DECISION_TERMS.entry, value: settings.entryNetYield, isSum: true },
  ];
  const largest = Math.max(...parts.map(({ value }) => Math.abs(value)), 1e-9);
  return (
    <Panel
      title="What the net yield is made of"
      note={`A year, over a holding time of ${decimalText(settings.holdingHours / 24, 1)} days`}
    >
      <ul className="decision-bars">
        {parts.map((part) => (
          <Bar key={part.name} part={part} largest={largest} />
        ))}
      </ul>
      <Stats>
        <Stat name="Round trip" hint={DECISION_TERMS.roundTrip}>
          {basisPointText(roundTrip).replace('+', '')}
          <span className="unit">
            {' '}
            {costsFrom === 'order-books' ? 'by the order books' : 'by the settings'}
          </span>
        </Stat>
        <Stat name="Break-even" unit="days" hint={TERMS.breakEven}>
          {explained.breakEvenHours === null
            ? 'never'
            : decimalText(explained.breakEvenHours / 24, 1)}
          <span className="unit">
            {' '}
            of at most {countText(Math.round(settings.maxBreakEvenHours / 24))}
          </span>
        </Stat>
        <Stat name="Rate needed" unit="a settlement" hint={DECISION_TERMS.needed}>
          {rateText(explained.neededRate)}
        </Stat>
        <Stat name="Shorts paid" unit="of settlements" hint={TERMS.paidShare}>
          {percentText(explained.paidShare, 0)}
        </Stat>
        <Stat name="Basis" hint={TERMS.basis}>
          {percentText(explained.basis, 3, 'always')}
        </Stat>
      </Stats>
    </Panel>
  );
}

/** Left of the middle is lost, right of it earned. */
function Bar({ part, largest }: { readonly part: Part; readonly largest: number }) {
  const { name, hint, value, isSum = false } = part;
  const width = (Math.abs(value) / largest) * 50;
  return (
    <li className={isSum ? 'decision-bar decision-bar-sum' : 'decision-bar'} title={hint}>
      <span className="term">{name}</span>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect
          className={value < 0 ? 'bar-loss' : 'bar-gain'}
          x={value < 0 ? 50 - width : 50}
          width={width}
          y={0}
          height={8}
        />
        <line className="bar-zero" x1={50} x2={50} y1={0} y2={8} />
      </svg>
      <strong>{percentText(value, 2, 'always')}</strong>
    </li>
  );
}
