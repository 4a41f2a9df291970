import { OpportunitiesRoute } from '@fullcarry/contracts/http/market/opportunities-route';
import { floorTo } from '@fullcarry/domain/time-window';
import { useMemo } from 'react';
import { routeUrl } from '../../api/ask.js';
import { countText } from '../../format/numbers.js';
import { durationText } from '../../format/times.js';
import { hasTerms } from '../../format/text-search.js';
import { useLive } from '../../live/feed.js';
import { PageTitle } from '../../shell/page-title.js';
import { Choice } from '../../ui/form/choice.js';
import { createGrid } from '../../ui/table/grid.js';
import { parseSort, sortText } from '../../ui/table/grid-column.js';
import { Empty, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { SearchField } from '../../ui/form/search-field.js';
import { Since, useNow } from '../../ui/since.js';
import { useAddress } from '../../ui/form/use-address.js';
import { ACTIONS } from '../desk-labels.js';
import { useMarkets } from '../markets/use-markets.js';
import { opportunities } from './opportunity.js';
import { OPPORTUNITY_COLUMNS } from './opportunity-columns.js';

const OpportunitiesGrid = createGrid(OPPORTUNITY_COLUMNS, ({ symbol }) => symbol);

const CHOICES = [
  ['any', 'Any decision'],
  ...Object.entries(ACTIONS).map(([action, { text }]) => [action, text] as const),
] as const;

/** Every market that the last cycle looked at, the best first, each with the one reason for what was done. */
export default function OpportunitiesPage() {
  const cycle = useLive('cycleV1');
  const rates = useLive('ratesV1');
  const [search, setSearch] = useAddress('q', '');
  const [action, setAction] = useAddress('action', 'any');
  const [sort, setSort] = useAddress('sort', 'rank');
  const settings = useLive('deskV1')?.status?.settings;
  const isConnected = useLive('deskV1') !== undefined;
  const markets = useMarkets().data;
  const nowMs = floorTo(useNow(60_000), 60_000);
  const all = useMemo(
    () =>
      opportunities(cycle, {
        rates: rates?.rates?.markets ?? [],
        settings,
        markets: markets ?? [],
        nowMs,
      }),
    [cycle, rates, settings, markets, nowMs],
  );
  const chosen = useMemo(
    () =>
      all.filter(
        (one) =>
          (action === 'any' || one.action === action) &&
          hasTerms(search, [one.symbol, one.nativeId, one.action, one.reasonCode, one.reason]),
      ),
    [all, search, action],
  );
  return (
    <>
      <PageTitle title="Opportunities" />
      <Panel
        title="Long spot, short perpetual"
        note={
          cycle && (
            <>
              Cycle {countText(cycle.number)}, <Since atMs={cycle.startedAtMs} />, took{' '}
              {durationText(cycle.durationMs)}; {countText(chosen.length)} of{' '}
              {countText(all.length)} markets. A row adds up: expected − costs = net
            </>
          )
        }
        actions={
          <div className="filters">
            <SearchField label="Search" value={search} onChange={setSearch} />
            <Choice label="Decision" value={action} options={CHOICES} onChange={setAction} />
            <a
              className="button"
              href={routeUrl(OpportunitiesRoute, { query: { format: 'csv' } })}
              download
            >
              CSV
            </a>
          </div>
        }
      >
        {!isConnected ? (
          <div className="grid-room">
            <Loading what="the last cycle" />
          </div>
        ) : chosen.length === 0 ? (
          <Empty>
            {cycle
              ? 'No market is like that. Change the search or the filter.'
              : 'The desk has not finished a cycle yet: it waits for proven data and for rates.'}
          </Empty>
        ) : (
          <OpportunitiesGrid
            label="Opportunities"
            rows={chosen}
            sort={parseSort(sort)}
            onSort={(next) => setSort(sortText(next))}
          />
        )}
      </Panel>
    </>
  );
}
