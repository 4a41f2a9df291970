import type { BacktestDocumentV1 } from '@fullcarry/contracts/backtest/backtest-document-v1';
import { Amount } from '../../../ui/amount.js';
import { Panel } from '../../../ui/panel.js';
import { BACKTEST_TERMS } from '../backtest-terms.js';

interface Part {
  readonly name: string;
  /** As it counts in the net: what is paid is negative. USDT, exact. */
  readonly usdt: string;
  readonly hint?: string;
}

/** Of what the net is made. */
export function AttributionPanel({
  attribution,
}: {
  readonly attribution: BacktestDocumentV1['attribution'];
}) {
  const parts: readonly Part[] = [
    { name: 'Funding', usdt: attribution.fundingUsdt, hint: 'Settled and booked' },
    { name: 'Basis', usdt: attribution.basisUsdt, hint: BACKTEST_TERMS.basis },
    { name: 'Fees', usdt: negative(attribution.feesUsdt), hint: 'Of all fills' },
    {
      ...{ name: 'Slippage', usdt: negative(attribution.slippageUsdt) },
      hint: BACKTEST_TERMS.slippage,
    },
  ];
  const all = [...parts, { name: 'Net', usdt: attribution.netUsdt, hint: 'By the equity, too' }];
  const largest = Math.max(...all.map(({ usdt }) => Math.abs(Number(usdt)))) || 1;
  return (
    <Panel title="Where it came from" note="Funding + basis − fees − slippage = net, USDT">
      <dl className="parts">
        {all.map((part) => (
          <PartRow
            key={part.name}
            part={part}
            share={Number(part.usdt) / largest}
            isNet={part.name === 'Net'}
          />
        ))}
      </dl>
    </Panel>
  );
}

interface PartRowProps {
  readonly part: Part;
  /** Of the largest part, with its sign. */
  readonly share: number;
  readonly isNet: boolean;
}

function PartRow({ part: { name, usdt, hint }, share, isNet }: PartRowProps) {
  const width = Math.abs(share) * 50;
  return (
    <div className={isNet ? 'part part-net' : 'part'} title={`${usdt} USDT. ${hint ?? ''}`}>
      <dt>{name}</dt>
      <dd>
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect
            className={share < 0 ? 'bar-loss' : 'bar-gain'}
            x={share < 0 ? 50 - width : 50}
            width={width}
            height={10}
          />
          <line className="bar-zero" x1={50} x2={50} y1={0} y2={10} />
        </svg>
        <Amount usdt={usdt} />
      </dd>
    </div>
  );
}

function negative(usdt: string): string {
  if (Number(usdt) === 0) return usdt;
  return usdt.startsWith('-') ? usdt.slice(1) : `-${usdt}`;
}
