import { useMemo } from 'react';
import { countText } from '../../format/numbers.js';
import { durationText } from '../../format/times.js';
import { useLive } from '../../live/feed.js';
import { PageTitle } from '../../shell/page-title.js';
import { Choice } from '../../ui/choice.js';
import { createGrid } from '../../ui/grid.js';
import { parseSort, sortText } from '../../ui/grid-column.js';
import { Empty } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { SearchField } from '../../ui/search-field.js';
import { Since } from '../../ui/since.js';
import { useAddress } from '../../ui/use-address.js';
import { ACTIONS } from '../desk-words.js';
import { opportunities } from './opportunity.js';
import { OPPORTUNITY_COLUMNS } from './opportunity-columns.js';

const OpportunitiesGrid = createGrid(OPPORTUNITY_COLUMNS, ({ symbol }) => symbol);

const CHOICES = [
  ['any', 'Any action'],
  ...Object.entries(ACTIONS).map(([action, { text }]) => [action, text] as const),
] as const;

/** Every market that the last cycle looked at, the best first, each with the one reason for what was done. */
export default function OpportunitiesPage() {
  const cycle = useLive('cycleV1');
  const rates = useLive('ratesV1');
  const [search, setSearch] = useAddress('q', '');
  const [action, setAction] = useAddress('action', 'any');
  const [sort, setSort] = useAddress('sort', 'rank');
  const all = useMemo(() => opportunities(cycle, rates?.rates?.markets ?? []), [cycle, rates]);
  const chosen = useMemo(() => {
    const part = search.trim().toUpperCase();
    return all.filter(
      (one) => one.symbol.includes(part) && (action === 'any' || one.action === action),
    );
  }, [all, search, action]);
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
              {countText(all.length)} markets
            </>
          )
        }
        actions={
          <div className="filters">
            <SearchField label="Search" value={search} onChange={setSearch} />
            <Choice label="Action" value={action} options={CHOICES} onChange={setAction} />
          </div>
        }
      >
        {chosen.length === 0 ? (
          <Empty>
            {cycle
              ? 'No market is like that. Change the search or the filter.'
              : 'The desk has not cycled yet: it waits for proven data and for rates.'}
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
