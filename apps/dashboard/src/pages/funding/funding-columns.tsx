import type { AssetSpread, SpreadLeg } from '@fullcarry/contracts/http/market/spreads-route';
import { decimalText, percentText, rateText, shortMoneyText } from '../../format/numbers.js';
import { intervalText, utcText } from '../../format/times.js';
import { Signed } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import { createGrid } from '../../ui/table/grid.js';
import type { GridColumn } from '../../ui/table/grid-column.js';
import { marketPath } from '../market-link.js';
import { fundingClass } from './funding-level.js';
import { Link } from 'wouter';

type FundingGrid = ReturnType<typeof createGrid<AssetSpread>>;

const grids = new Map<string, FundingGrid>();

/** The heat map of these exchanges: made once, since a grid is made beside its columns. */
export function fundingGrid(exchanges: readonly string[]): FundingGrid {
  const name = exchanges.join();
  const known = grids.get(name);
  if (known) return known;
  const made = createGrid<AssetSpread>(
    [ASSET, ...exchanges.map(exchangeColumn), ...PAIR_COLUMNS],
    ({ asset }) => asset,
  );
  grids.set(name, made);
  return made;
}

const ASSET: GridColumn<AssetSpread> = {
  id: 'asset',
  head: 'Asset',
  widthRem: 6,
  sortBy: ({ asset }) => asset,
  phone: true,
  cell: ({ asset }) => (
    <Link
      href={`/funding/${encodeURIComponent(asset)}`}
      title="Its venues, and their funding over time"
    >
      {asset}
    </Link>
  ),
};

function exchangeColumn(exchange: string): GridColumn<AssetSpread> {
  const legOf = ({ legs }: AssetSpread) => legs.find((leg) => leg.exchange === exchange);
  return {
    id: exchange,
    head: exchange,
    unit: 'a year',
    hint: `Predicted funding on ${exchange} by the year, by its own interval; positive is paid by longs to shorts`,
    widthRem: 8.25,
    align: 'right',
    largestFirst: true,
    sortBy: (row) => {
      const leg = legOf(row);
      return leg ? Number(leg.ratePerYear) : undefined;
    },
    cell: (row) => {
      const leg = legOf(row);
      return leg ? <FundingCell leg={leg} /> : '–';
    },
  };
}

function FundingCell({ leg }: { readonly leg: SpreadLeg }) {
  return (
    <Link
      href={marketPath(leg.exchange, leg.nativeId)}
      className={fundingClass(leg.ratePerYear)}
      title={describe(leg)}
    >
      {percentText(Number(leg.ratePerYear), 2, 'always')}
      <Badge>{intervalText(leg.intervalMinutes)}</Badge>
    </Link>
  );
}

function describe(leg: SpreadLeg): string {
  const units = leg.multiplier === 1 ? '' : `, one unit is ${leg.multiplier} coins`;
  const settled = leg.lastSettled
    ? `; last settled ${rateText(leg.lastSettled.rate)} at ${utcText(leg.lastSettled.settledAtMs)}` +
      (leg.lastSettled.ratePerYear === null
        ? ''
        : `, ${percentText(Number(leg.lastSettled.ratePerYear), 2, 'always')} a year`)
    : '';
  return `${leg.nativeId}${units}: ${rateText(leg.predictedRate)} each ${intervalText(leg.intervalMinutes)}${settled}`;
}

const PAIR_COLUMNS: readonly GridColumn<AssetSpread>[] = [
  {
    id: 'pair',
    head: 'Best pair',
    hint: 'Long where funding is lowest, short where it is highest; the one that leaves most after fees',
    widthRem: 14.5,
    cell: ({ pair }) =>
      pair && Number(pair.netPerYear) <= 0 ? (
        <span className="unit" title={`Least bad: long ${pair.long}, short ${pair.short}`}>
          none pays
        </span>
      ) : pair ? (
        <>
          <span className="unit">long</span> {pair.long} <span className="unit">short</span>{' '}
          {pair.short}
        </>
      ) : (
        '–'
      ),
  },
  {
    id: 'net',
    phone: true,
    head: 'Net',
    unit: 'a year',
    hint: 'What the pair leaves after the fees of its four fills, spread over the holding time',
    widthRem: 6.5,
    align: 'right',
    largestFirst: true,
    sortBy: ({ pair }) => (pair ? Number(pair.netPerYear) : undefined),
    cell: ({ pair }) => (
      <Signed value={pair?.netPerYear}>
        {percentText(pair && Number(pair.netPerYear), 2, 'always')}
      </Signed>
    ),
  },
  {
    id: 'gross',
    head: 'Spread',
    unit: 'a year',
    hint: 'Short rate less long rate, before fees',
    widthRem: 6.75,
    align: 'right',
    largestFirst: true,
    sortBy: ({ pair }) => (pair ? Number(pair.grossPerYear) : undefined),
    cell: ({ pair }) => percentText(pair && Number(pair.grossPerYear), 2, 'always'),
  },
  {
    id: 'cost',
    head: 'Fees',
    hint: 'Four fills, both legs in and out; of notional',
    widthRem: 4.75,
    align: 'right',
    sortBy: ({ pair }) => (pair ? Number(pair.cost) : undefined),
    cell: ({ pair }) => percentText(pair && Number(pair.cost), 3),
  },
  {
    id: 'even',
    head: 'Break-even',
    unit: 'days',
    hint: 'How long it takes to earn the fees at these rates',
    widthRem: 7,
    align: 'right',
    sortBy: breakEvenDays,
    cell: (row) => {
      const days = breakEvenDays(row);
      return days === undefined && row.pair ? 'never' : decimalText(days, 1);
    },
  },
  {
    id: 'turnover',
    head: 'Turnover 24 h',
    hint: 'Of all exchanges together, USD: USDT and USDC are taken for it',
    widthRem: 6.75,
    align: 'right',
    largestFirst: true,
    sortBy: turnover,
    cell: (row) => shortMoneyText(turnover(row)),
  },
];

function turnover({ legs }: AssetSpread): number {
  return legs.reduce((sum, leg) => sum + Number(leg.turnoverUsdt24h), 0);
}

function breakEvenDays({ pair }: AssetSpread): number | undefined {
  const hours = pair?.breakEvenHours ?? undefined;
  return hours === undefined ? undefined : Number(hours) / 24;
}
