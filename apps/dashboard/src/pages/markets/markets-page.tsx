import { createElement, useMemo } from 'react';
import { MarketsRoute } from '@fullcarry/contracts/http/market/markets-route';
import { marketKey } from '@fullcarry/domain/market/market';
import { routeUrl } from '../../api/ask.js';
import { countText } from '../../format/numbers.js';
import { useLive } from '../../live/feed.js';
import { useAllRates } from '../../live/use-all-rates.js';
import { PageTitle } from '../../shell/page-title.js';
import { Choice } from '../../ui/form/choice.js';
import { ColumnChooser } from '../../ui/table/column-chooser.js';
import { createGrid } from '../../ui/table/grid.js';
import { parseSort, sortText } from '../../ui/table/grid-column.js';
import { Empty, Failed, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { SearchField } from '../../ui/form/search-field.js';
import { UtcTime } from '../../ui/utc-time.js';
import { useAddress } from '../../ui/form/use-address.js';
import { chooseRows } from './choose-rows.js';
import CoveragePanel from './coverage-panel.js';
import { MARKET_COLUMNS, USUAL_COLUMNS } from './market-columns.js';
import { mergeMarkets, type MarketRow } from './market-row.js';
import { MARKET_STATES } from './market-states.js';
import { useMarkets } from './use-markets.js';

type MarketsGrid = ReturnType<typeof createGrid<MarketRow>>;

const grids = new Map<string, MarketsGrid>();

/** The table of these columns, the market first: made once, since a grid is made beside its columns. */
function marketsGrid(chosen: string): MarketsGrid {
  const known = grids.get(chosen);
  if (known) return known;
  const ids = chosen.split(',');
  const columns = MARKET_COLUMNS.filter(({ id }) => id === 'market' || ids.includes(id));
  const made = createGrid(columns, marketKey);
  grids.set(chosen, made);
  return made;
}

const OPTIONAL_COLUMNS = MARKET_COLUMNS.filter(({ id }) => id !== 'market');

const ANY = 'any';
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
  const first = useLive('ratesV1');
  const served = useLive('dataStatusesV1')?.exchanges ?? [];
  const rates = useAllRates();
  const cycle = useLive('cycleV1');
  const progress = useLive('marketProgressV1');
  const [search, setSearch] = useAddress('q', '');
  const [state, setState] = useAddress('state', 'any');
  const [scope, setScope] = useAddress('scope', 'all');
  const [exchange, setExchange] = useAddress('exchange', ANY);
  const [columns, setColumns] = useAddress('columns', USUAL_COLUMNS);
  const [sort, setSort] = useAddress('sort', '-turnover');
  const rows = useMemo(
    () =>
      mergeMarkets(markets.data ?? [], {
        rates,
        cycle,
        progress: progress?.markets ?? [],
      }),
    [markets.data, rates, cycle, progress],
  );
  const chosen = useMemo(
    () => chooseRows(rows, { search, state, scope, exchange }),
    [rows, search, state, scope, exchange],
  );
  return (
    <Panel
      title="All markets"
      note={
        <>
          {countText(chosen.length)} of {countText(rows.length)} markets
          {first?.rates && (
            <>
              ; rates of <UtcTime atMs={first.rates.atMs} seconds />
              {first.stale && ', not polled any more'}
            </>
          )}
        </>
      }
      actions={
        <div className="filters">
          <SearchField label="Search" value={search} onChange={setSearch} />
          <Choice
            label="Exchange"
            value={exchange}
            options={[
              [ANY, 'Any exchange'],
              ...served.map((one) => [one.exchange, one.exchange] as const),
            ]}
            onChange={setExchange}
            disabled={served.length < 2}
          />
          <Choice label="State" value={state} options={STATES} onChange={setState} />
          <Choice label="Show" value={scope} options={SCOPES} onChange={setScope} />
          <a
            className="button"
            href={routeUrl(MarketsRoute, {
              query: { format: 'csv', scope, exchange: exchange === ANY ? undefined : exchange },
            })}
            download
          >
            CSV
          </a>
          <ColumnChooser
            columns={OPTIONAL_COLUMNS}
            chosen={columns.split(',')}
            onChange={(ids) => setColumns(ids.join(','))}
          />
        </div>
      }
    >
      {markets.error && !markets.data ? (
        <Failed what="the markets" error={markets.error} onRetry={() => void markets.refetch()} />
      ) : markets.isPending ? (
        <div className="grid-room">
          <Loading what="the markets" />
        </div>
      ) : chosen.length === 0 ? (
        <Empty>
          {rows.length === 0
            ? 'No market is known yet: the exchange was not asked, or did not answer.'
            : 'No market is like that. Change the search or the filter.'}
        </Empty>
      ) : (
        createElement(marketsGrid(columns), {
          label: 'Markets',
          rows: chosen,
          sort: parseSort(sort),
          onSort: (next) => setSort(sortText(next)),
        })
      )}
    </Panel>
  );
}
