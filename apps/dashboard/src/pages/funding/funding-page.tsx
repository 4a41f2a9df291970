import { SpreadsRoute } from '@fullcarry/contracts/http/market/spreads-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { useQuery } from '@tanstack/react-query';
import { createElement, useMemo } from 'react';
import { ask, routeUrl } from '../../api/ask.js';
import { isReplay } from '@fullcarry/contracts/source';
import { countText, decimalText } from '../../format/numbers.js';
import { hasTerms } from '../../format/text-search.js';
import { useConnection } from '../../live/feed.js';
import { PageTitle } from '../../shell/page-title.js';
import { Choice } from '../../ui/form/choice.js';
import { parseSort, sortText } from '../../ui/table/grid-column.js';
import { Empty, Failed, Loading } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { SearchField } from '../../ui/form/search-field.js';
import { useAddress } from '../../ui/form/use-address.js';
import { Since } from '../../ui/since.js';
import { fundingGrid } from './funding-columns.js';
import './funding-page.css';

type Spreads = ReplyOf<typeof SpreadsRoute>;

const HOLDING = [
  ['24', 'Held for 1 day'],
  ['168', 'Held for 7 days'],
  ['336', 'Held for 14 days'],
  ['720', 'Held for 30 days'],
  ['2160', 'Held for 90 days'],
] as const;

const FEES = [
  ['published', 'Published taker fees'],
  ['0', '0 bp a fill'],
  ['2', '2 bp a fill'],
  ['5', '5 bp a fill'],
  ['10', '10 bp a fill'],
] as const;

const SCOPES = [
  ['common', 'On two exchanges or more'],
  ['all', 'All assets'],
] as const;

/** Rates are polled every ten seconds; those of one asset are asked for as often. */
const REFRESH_MS = 10_000;

/** The same asset on every exchange: what funding it pays by the year, and which two make the best pair. */
export default function FundingPage() {
  const [holding, setHolding] = useAddress('hours', '336');
  const [fee, setFee] = useAddress('fee', 'published');
  const [scope, setScope] = useAddress('scope', 'common');
  const [search, setSearch] = useAddress('q', '');
  const [sort, setSort] = useAddress('sort', '-net');
  const terms = { holdingHours: holding, takerFeeBps: fee === 'published' ? undefined : fee };
  const query = useQuery({
    queryKey: ['spreads', holding, fee],
    queryFn: ({ signal }) => ask(SpreadsRoute, { signal, query: terms }),
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });
  const connection = useConnection();
  const spreads = query.data;
  const rows = useMemo(() => {
    const least = scope === 'common' && (spreads?.exchanges.length ?? 0) > 1 ? 2 : 1;
    return (spreads?.assets ?? []).filter(
      ({ asset, legs }) =>
        legs.length >= least &&
        hasTerms(search, [
          asset,
          ...legs.flatMap(({ exchange, nativeId }) => [exchange, nativeId]),
        ]),
    );
  }, [spreads, search, scope]);
  return (
    <>
      <PageTitle title="Funding" />
      <Panel
        title="Funding across exchanges"
        note={spreads && <Sources spreads={spreads} shown={rows.length} />}
        actions={
          <div className="filters">
            <SearchField label="Search" value={search} onChange={setSearch} />
            <Choice label="Show" value={scope} options={SCOPES} onChange={setScope} />
            <Choice label="Holding time" value={holding} options={HOLDING} onChange={setHolding} />
            <Choice label="Fees" value={fee} options={FEES} onChange={setFee} />
            <a
              className="button"
              href={routeUrl(SpreadsRoute, { query: { ...terms, format: 'csv' } })}
              download
            >
              CSV
            </a>
          </div>
        }
      >
        {spreads ? (
          <HeatMap
            spreads={spreads}
            rows={rows}
            sort={sort}
            onSort={(next) => setSort(sortText(next))}
          />
        ) : query.error || connection.kind === 'lost' ? (
          <Failed
            what="the rates"
            error={query.error ?? new Error('The gateway can’t be reached.')}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="grid-room">
            <Loading what="the rates" />
          </div>
        )}
      </Panel>
    </>
  );
}

interface HeatMapProps {
  readonly spreads: Spreads;
  readonly rows: Spreads['assets'];
  readonly sort: string;
  readonly onSort: (sort: ReturnType<typeof parseSort>) => void;
}

function HeatMap({ spreads, rows, sort, onSort }: HeatMapProps) {
  if (rows.length === 0) {
    return (
      <Empty>
        {spreads.assets.length === 0
          ? 'No rates are known yet: the desk polls them, and none was heard.'
          : 'No asset is like that. Change the search or the filter.'}
      </Empty>
    );
  }
  return (
    <>
      {isOneRecording(spreads) && (
        <p className="unit">
          In this replay every exchange plays the same recordings: their rates are equal, and no
          pair can pay. Those of real exchanges differ.
        </p>
      )}
      <p className="funding-legend">
        <span className="funding-cell funding-positive-2">+ longs pay shorts</span>
        <span className="funding-cell funding-negative-2">− shorts pay longs</span>
        <span>
          Predicted rates by the year, each by its own interval; stronger from 1, 5, 15, 50 %.
        </span>
      </p>
      {createElement(fundingGrid(spreads.exchanges.map(({ exchange }) => exchange)), {
        label: 'Funding by asset and exchange',
        rows,
        sort: parseSort(sort),
        onSort,
      })}
    </>
  );
}

/** A replay whose exchanges say the same of every asset: of recordings of one's own each has its own. */
function isOneRecording({ exchanges, assets }: Spreads): boolean {
  const areEqual = assets.every(({ pair }) => pair === null || Number(pair.grossPerYear) === 0);
  return exchanges.length > 1 && areEqual && exchanges.every(({ source }) => isReplay(source));
}

function Sources({ spreads, shown }: { readonly spreads: Spreads; readonly shown: number }) {
  return (
    <>
      {countText(shown)} of {countText(spreads.total)} assets
      {spreads.exchanges.map(({ exchange, ratesAtMs, stale, takerFeeBps }) => (
        <span key={exchange}>
          ; {exchange} {decimalText(takerFeeBps, 2)} bp a fill,{' '}
          {ratesAtMs === null ? 'no rates yet' : <Since atMs={ratesAtMs} />}
          {ratesAtMs !== null && stale && ', not polled any more: in no pair'}
        </span>
      ))}
    </>
  );
}
