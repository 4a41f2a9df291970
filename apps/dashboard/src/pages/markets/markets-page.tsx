import { useMemo } from 'react';
import { countText } from '../../format/numbers.js';
import { useLive } from '../../live/feed.js';
import { PageTitle } from '../../shell/page-title.js';
import { Choice } from '../../ui/choice.js';
import { createGrid } from '../../ui/grid.js';
import { parseSort, sortText } from '../../ui/grid-column.js';
import { Empty, Failed, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { SearchField } from '../../ui/search-field.js';
import { UtcTime } from '../../ui/utc-time.js';
import { useAddress } from '../../ui/use-address.js';
import { chooseRows } from './choose-rows.js';
import CoveragePanel from './coverage-panel.js';
import { MARKET_COLUMNS, MARKET_STATES } from './market-columns.js';
import { mergeMarkets } from './market-row.js';
import { useMarkets } from './use-markets.js';

const MarketsGrid = createGrid(MARKET_COLUMNS, ({ exchange, symbol }) => `${exchange} ${symbol}`);

const STATES = [['any', 'Any state'], ...Object.entries(MARKET_STATES)] as const;
const SCOPES = [
  ['all', 'All markets'],
  ['tracked', 'Tracked only'],
] as const;

export default function MarketsPage() {
  return (
    <>
      <PageTitle title="Markets" />
      <MarketsTable />
      <CoveragePanel />
    </>
  );
}

function MarketsTable() {
  const markets = useMarkets();
  const rates = useLive('ratesV1');
  const cycle = useLive('cycleV1');
  const progress = useLive('marketProgressV1');
  const [search, setSearch] = useAddress('q', '');
  const [state, setState] = useAddress('state', 'any');
  const [scope, setScope] = useAddress('scope', 'all');
  const [sort, setSort] = useAddress('sort', 'rank');
  const rows = useMemo(
    () =>
      mergeMarkets(markets.data ?? [], {
        exchange: rates?.rates?.exchange ?? cycle?.exchange ?? '',
        rates: rates?.rates?.markets ?? [],
        cycle,
        progress: progress?.markets ?? [],
      }),
    [markets.data, rates, cycle, progress],
  );
  const chosen = useMemo(
    () => chooseRows(rows, { search, state, scope }),
    [rows, search, state, scope],
  );
  return (
    <Panel
      title="All markets"
      note={
        <>
          {countText(chosen.length)} of {countText(rows.length)} markets
          {rates?.rates && (
            <>
              ; rates of <UtcTime atMs={rates.rates.atMs} seconds />
              {rates.stale && ', not told any more'}
            </>
          )}
        </>
      }
      actions={
        <div className="filters">
          <SearchField label="Search" value={search} onChange={setSearch} />
          <Choice label="State" value={state} options={STATES} onChange={setState} />
          <Choice label="Show" value={scope} options={SCOPES} onChange={setScope} />
        </div>
      }
    >
      {markets.error && !markets.data ? (
        <Failed what="the markets" error={markets.error} onRetry={() => void markets.refetch()} />
      ) : markets.isPending ? (
        <Loading what="the markets" />
      ) : chosen.length === 0 ? (
        <Empty>
          {rows.length === 0
            ? 'No market is known yet: the exchange was not asked, or did not answer.'
            : 'No market is like that. Change the search or the filter.'}
        </Empty>
      ) : (
        <MarketsGrid
          label="Markets"
          rows={chosen}
          sort={parseSort(sort)}
          onSort={(next) => setSort(sortText(next))}
        />
      )}
    </Panel>
  );
}
