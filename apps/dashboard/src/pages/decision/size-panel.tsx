import type { MarketExplainedView } from '@fullcarry/contracts/desk/market-explained';
import { moneyText } from '../../format/numbers.js';
import { readable } from '../../format/sentence.js';
import { Empty } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Stat, Stats } from '../../ui/stat.js';
import { Table, type Column } from '../../ui/table/table.js';
import { DECISION_TERMS } from './decision-terms.js';

type Cap = NonNullable<MarketExplainedView['size']['caps']>[number];

const COLUMNS: readonly Column<Cap>[] = [
  { head: 'At most', cell: ({ name }) => readable(name) },
  {
    head: 'USDT',
    align: 'right',
    cell: ({ usdt }) => <span title={DECISION_TERMS.cap}>{moneyText(Math.max(0, usdt))}</span>,
  },
];

/** How much would be taken, and what keeps it from being more. */
export function SizePanel({ explained }: { readonly explained: MarketExplainedView }) {
  const { size, settings } = explained;
  const isDynamic = settings.sizing === 'dynamic';
  const caps = size.caps?.toSorted((a, b) => a.usdt - b.usdt);
  return (
    <Panel
      title="How much"
      note={
        isDynamic
          ? 'A dynamic size: the least of all caps below'
          : 'A fixed size, as the settings have it; below, what a dynamic one would be bound by'
      }
    >
      <Stats>
        <Stat name="If opened" unit="USDT a leg" hint={DECISION_TERMS.size}>
          {moneyText(size.takenUsdt)}
        </Stat>
        <Stat name="Bound by" wide hint={DECISION_TERMS.boundBy}>
          {readable(size.boundBy)}
        </Stat>
      </Stats>
      {caps ? (
        <Table label="Caps of the size" columns={COLUMNS} rows={caps} rowKey={({ name }) => name} />
      ) : (
        <Empty>
          What a bad day costs in it is not known: too few of its rows are proven, or of two
          perpetuals. A dynamic size would take nothing.
        </Empty>
      )}
    </Panel>
  );
}
