import type { ReactNode } from 'react';
import { percentText } from '../../format/numbers.js';
import { Empty } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { boxScale, placeOf, type BoxScale, type ProvenMarket } from './box-scale.js';
import { EXPLORER_TERMS } from './explorer-terms.js';

/** More than these nobody compares by eye. */
const MOST = 40;

interface BoxPanelProps {
  readonly markets: readonly ProvenMarket[];
  readonly chosen: string | undefined;
  readonly onChoose: (market: ProvenMarket) => void;
  readonly actions: ReactNode;
}

/** The spread of every market on one axis; a click shows its histogram. */
export function BoxPanel({ markets, chosen, onChoose, actions }: BoxPanelProps) {
  const shown = markets.slice(0, MOST);
  const scale = boxScale(shown);
  return (
    <Panel
      title={<span title={EXPLORER_TERMS.box}>Spread of the rates</span>}
      note={`${EXPLORER_TERMS.box}. By the year${markets.length > MOST ? `; the first ${MOST} of ${markets.length}` : ''}`}
      actions={actions}
    >
      {shown.length === 0 ? (
        <Empty>Nothing is proven of these markets in these days.</Empty>
      ) : (
        <div className="boxes">
          <ul>
            {shown.map((market) => (
              <li key={nameOf(market)}>
                <button
                  type="button"
                  className="box-row"
                  aria-pressed={nameOf(market) === chosen}
                  onClick={() => onChoose(market)}
                >
                  <span className="box-name">
                    {market.nativeId} <span className="unit">{market.exchange}</span>
                  </span>
                  <Box market={market} scale={scale} />
                </button>
              </li>
            ))}
          </ul>
          <p className="box-axis unit" aria-hidden="true">
            <span>{percentText(scale.from, 1, 'always')}</span>
            <span>{percentText(scale.to, 1, 'always')}</span>
          </p>
        </div>
      )}
    </Panel>
  );
}

export function nameOf({
  exchange,
  nativeId,
}: Pick<ProvenMarket, 'exchange' | 'nativeId'>): string {
  return `${exchange} ${nativeId}`;
}

function Box({ market, scale }: { readonly market: ProvenMarket; readonly scale: BoxScale }) {
  const { p5, p25, median, p75, p95, mean } = market.funding;
  const at = (value: number) => placeOf(value, scale);
  const text = `${percentText(p5)} to ${percentText(p95)}, half of them from ${percentText(p25)} to ${percentText(p75)}, median ${percentText(median)}, mean ${percentText(mean)}`;
  return (
    <svg viewBox="0 0 100 14" preserveAspectRatio="none" role="img" aria-label={text}>
      <title>{text}</title>
      <line className="box-zero" x1={at(0)} x2={at(0)} y1={0} y2={14} />
      <line className="box-line" x1={at(p5)} x2={at(p95)} y1={7} y2={7} />
      <rect
        className="box-half"
        x={at(p25)}
        width={Math.max(0.4, at(p75) - at(p25))}
        y={2}
        height={10}
      />
      <line className="box-median" x1={at(median)} x2={at(median)} y1={1} y2={13} />
      <rect className="box-mean" x={at(mean) - 0.3} width={0.6} y={5} height={4} />
    </svg>
  );
}
