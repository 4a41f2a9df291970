import type { MarketVerdict } from '@fullcarry/contracts/facts/desk-cycle-v1';
import { Link } from 'wouter';
import { percentText } from '../../format/numbers.js';
import { useLive } from '../../live/feed.js';
import { Signed } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import { Empty, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Table, type Column } from '../../ui/table/table.js';
import { ACTIONS } from '../desk-labels.js';
import { MarketLink } from '../market-link.js';

const SHOWN = 6;

interface Ranked extends MarketVerdict {
  readonly exchange: string;
  /** A position of it is open now, or that is not known yet. */
  readonly isHeld: boolean;
}

const COLUMNS: readonly Column<Ranked>[] = [
  { head: 'Market', cell: (market) => <MarketLink {...market} /> },
  {
    head: 'Net yield, % a year',
    align: 'right',
    cell: ({ netYield }) => <Signed value={netYield}>{percentText(netYield, 2, 'always')}</Signed>,
  },
  {
    head: 'Last decision',
    cell: ({ action, isHeld }) =>
      isHeld || (action !== 'held' && action !== 'opened') ? (
        <Badge tone={ACTIONS[action].tone}>{ACTIONS[action].text}</Badge>
      ) : (
        <Badge tone="warn" title="It was closed after the last cycle, by a person or a stop">
          Closed since
        </Badge>
      ),
  },
];

/** The first markets of the last cycle. */
export function BestMarkets() {
  const cycle = useLive('cycleV1');
  const isConnected = useLive('deskV1') !== undefined;
  const open = useLive('positionV1')?.open;
  const ranked = (cycle?.markets ?? [])
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .slice(0, SHOWN)
    .map((market) => ({
      ...market,
      exchange: cycle?.exchange ?? '',
      isHeld: open?.some(({ symbol }) => symbol === market.symbol) ?? true,
    }));
  return (
    <Panel
      title="Best of the last cycle"
      note="By net yearly yield after all costs of a round trip"
      actions={<Link href="/opportunities">All, with reasons</Link>}
    >
      {cycle === undefined && !isConnected ? (
        <Loading what="the last cycle" />
      ) : ranked.length === 0 ? (
        <Empty>No cycle has ranked a market yet.</Empty>
      ) : (
        <Table
          label="Best markets"
          columns={COLUMNS}
          rows={ranked}
          rowKey={({ nativeId }) => nativeId}
        />
      )}
    </Panel>
  );
}
