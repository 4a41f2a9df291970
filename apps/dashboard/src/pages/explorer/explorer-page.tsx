import {
  EXPLORER_DAYS,
  type ExploredMarket,
} from '@fullcarry/contracts/http/market/explorer-route';
import { useMemo } from 'react';
import { basisPointText, countText, decimalText, percentText } from '../../format/numbers.js';
import { hasTerms } from '../../format/text-search.js';
import { useLive } from '../../live/feed.js';
import { PageTitle } from '../../shell/page-title.js';
import { Choice } from '../../ui/form/choice.js';
import { SearchField } from '../../ui/form/search-field.js';
import { useAddress } from '../../ui/form/use-address.js';
import { Empty, Failed, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Stat, Stats } from '../../ui/stat.js';
import { createGrid } from '../../ui/table/grid.js';
import { parseSort, sortText } from '../../ui/table/grid-column.js';
import { BoxPanel, nameOf } from './box-panel.js';
import { isProven, type ProvenMarket } from './box-scale.js';
import { EXPLORER_COLUMNS } from './explorer-columns.js';
import { explorerRow } from './explorer-row.js';
import { EXPLORER_TERMS } from './explorer-terms.js';
import './explorer.css';
import { RateHistogramPanel } from './rate-histogram-panel.js';
import { useExplorer, type ExplorerDays } from './use-explorer.js';

const ExplorerGrid = createGrid(EXPLORER_COLUMNS, nameOf);

const DAYS_TEXTS: Readonly<Record<ExplorerDays, string>> = {
  '7': '7 days',
  '30': '30 days',
  '90': '90 days',
  all: 'All that is proven',
};

const ORDERS = [
  ['net', 'By net yield'],
  ['coin', 'By coin, exchanges side by side'],
] as const;

/** All markets of all exchanges by what they left after costs, over proven settlements alone. */
export default function ExplorerPage() {
  const [days, setDays] = useAddress('days', '30');
  const [exchange, setExchange] = useAddress('exchange', 'all');
  const [search, setSearch] = useAddress('q', '');
  const [order, setOrder] = useAddress('order', 'net');
  const [sort, setSort] = useAddress('sort', '-net');
  const [chosen, setChosen] = useAddress('market', '');
  const deskOn = useLive('deskV1')?.status?.exchange;
  const asked = EXPLORER_DAYS.find((one) => one === days) ?? '30';
  const { data, error, refetch } = useExplorer(asked);
  const exchanges = [...new Set(data?.markets.map((market) => market.exchange))];
  const shown = useMemo(
    () =>
      (data?.markets ?? [])
        .filter(
          (market) =>
            (exchange === 'all' || market.exchange === exchange) &&
            hasTerms(search, [market.symbol, market.nativeId, market.asset, market.exchange]),
        )
        .map((market) => explorerRow(market, data?.days ?? 'all')),
    [data, exchange, search],
  );
  const proven = useMemo(() => ordered(shown.filter(isProven), order), [shown, order]);
  const one = proven.find((market) => nameOf(market) === chosen) ?? proven[0];
  return (
    <>
      <PageTitle title="Explorer" />
      {error && !data ? (
        <Failed what="the markets" error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <div className="explorer-room">
          <Loading what="the markets" />
        </div>
      ) : (
        <>
          <Panel
            title="What they left"
            note={`After ${basisPointText(data.costs.roundTrip).replace('+', '')} for four fills over ${decimalText(data.costs.holdingHours / 24, 1)} days, by ${data.costs.from === 'desk' ? 'the desk’s settings' : 'the usual settings'}. What was, says little of what will be`}
            actions={
              <div className="filters">
                <Choice
                  label="Days"
                  value={asked}
                  options={EXPLORER_DAYS.map((one) => [one, DAYS_TEXTS[one]])}
                  onChange={setDays}
                />
                <Choice
                  label="Exchange"
                  value={exchange}
                  options={[['all', 'All'], ...exchanges.map((name) => [name, name] as const)]}
                  onChange={setExchange}
                />
                <SearchField label="Search" value={search} onChange={setSearch} />
              </div>
            }
          >
            <Summary shown={shown} proven={proven} />
            {shown.length === 0 ? (
              <Empty>No market is like that. Change the search or the exchange.</Empty>
            ) : (
              <ExplorerGrid
                label="Markets by what they left"
                rows={shown}
                sort={parseSort(sort)}
                onSort={(next) => setSort(sortText(next))}
              />
            )}
          </Panel>
          <div className="explorer-parts">
            <RateHistogramPanel
              market={one}
              isDesks={one !== undefined && one.exchange === deskOn}
            />
            <BoxPanel
              markets={proven}
              chosen={one && nameOf(one)}
              onChoose={(market) => setChosen(nameOf(market))}
              actions={<Choice label="Order" value={order} options={ORDERS} onChange={setOrder} />}
            />
          </div>
        </>
      )}
    </>
  );
}

interface SummaryProps {
  readonly shown: readonly ExploredMarket[];
  readonly proven: readonly ProvenMarket[];
}

function Summary({ shown, proven }: SummaryProps) {
  const nets = proven.flatMap(({ netYearly }) => netYearly ?? []).toSorted((a, b) => b - a);
  const [best] = proven.toSorted((a, b) => (b.netYearly ?? 0) - (a.netYearly ?? 0));
  const middle = nets[Math.floor(nets.length / 2)];
  return (
    <Stats>
      <Stat name="Proven" unit={`of ${countText(shown.length)} markets`}>
        {countText(proven.length)}
      </Stat>
      <Stat name="Left something" hint={EXPLORER_TERMS.net}>
        {countText(nets.filter((net) => net > 0).length)}
        <span className="unit"> of {countText(proven.length)}</span>
      </Stat>
      <Stat
        name="Best"
        unit={best ? `${best.nativeId} ${best.exchange}` : ''}
        hint={EXPLORER_TERMS.net}
      >
        {percentText(best?.netYearly, 2, 'always')}
      </Stat>
      <Stat name="In the middle" unit="a year" hint={EXPLORER_TERMS.net}>
        {percentText(middle, 2, 'always')}
      </Stat>
    </Stats>
  );
}

/** By coin: the same coin's markets of several exchanges one below the other. */
function ordered(markets: readonly ProvenMarket[], order: string): readonly ProvenMarket[] {
  if (order !== 'coin') return markets;
  return markets.toSorted(
    (a, b) => a.asset.localeCompare(b.asset) || a.exchange.localeCompare(b.exchange),
  );
}
