import { countText, decimalText, percentText, rateText, UNKNOWN } from '../../format/numbers.js';
import { sentence } from '../../format/sentence.js';
import { intervalText } from '../../format/times.js';
import { Signed } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import type { GridColumn } from '../../ui/table/grid-column.js';
import { MarketLink } from '../market-link.js';
import type { ExplorerRow } from './explorer-row.js';
import { EXPLORER_TERMS } from './explorer-terms.js';

type Figure = 'mean' | 'median' | 'deviation' | 'p5' | 'p95';

export const EXPLORER_COLUMNS: readonly GridColumn<ExplorerRow>[] = [
  {
    id: 'market',
    head: 'Market',
    widthRem: 9,
    phone: true,
    sortBy: ({ nativeId }) => nativeId,
    cell: (market) => <MarketLink {...market} />,
  },
  {
    id: 'exchange',
    head: 'Exchange',
    widthRem: 5.75,
    phone: true,
    sortBy: ({ exchange }) => exchange,
    cell: ({ exchange }) => exchange,
  },
  {
    id: 'net',
    head: 'Net',
    unit: 'a year',
    hint: EXPLORER_TERMS.net,
    widthRem: 8.5,
    phone: true,
    align: 'right',
    largestFirst: true,
    sortBy: ({ netYearly }) => netYearly ?? undefined,
    cell: ({ netYearly, unproven, shortDays }) =>
      netYearly === null ? (
        <Badge tone="warn" title={sentence(unproven ?? '')}>
          Not proven
        </Badge>
      ) : (
        <>
          {shortDays !== undefined && (
            <Badge tone="warn" title={EXPLORER_TERMS.shortDays}>
              {decimalText(shortDays, 0)} d
            </Badge>
          )}{' '}
          <Signed value={netYearly}>{percentText(netYearly, 2, 'always')}</Signed>
        </>
      ),
  },
  {
    id: 'period',
    head: 'Net',
    unit: 'a settlement',
    hint: EXPLORER_TERMS.period,
    widthRem: 8,
    align: 'right',
    largestFirst: true,
    sortBy: ({ netPeriod }) => netPeriod ?? undefined,
    cell: ({ netPeriod, funding }) => (
      <span title={funding ? `Each ${intervalText(funding.intervalHours * 60)}` : undefined}>
        {rateText(netPeriod)}
      </span>
    ),
  },
  yearly('mean', 'Mean', EXPLORER_TERMS.mean),
  yearly('median', 'Median', EXPLORER_TERMS.median),
  yearly('deviation', 'Deviation', EXPLORER_TERMS.deviation),
  yearly('p5', '5th', EXPLORER_TERMS.percentiles),
  yearly('p95', '95th', EXPLORER_TERMS.percentiles),
  {
    id: 'positive',
    head: 'Shorts paid',
    hint: EXPLORER_TERMS.sharePositive,
    widthRem: 6,
    align: 'right',
    largestFirst: true,
    sortBy: ({ funding }) => funding?.sharePositive,
    cell: ({ funding }) => percentText(funding?.sharePositive, 0),
  },
  {
    id: 'settlements',
    head: 'Settlements',
    hint: EXPLORER_TERMS.settlements,
    widthRem: 6.5,
    align: 'right',
    largestFirst: true,
    sortBy: ({ funding }) => funding?.settlements,
    cell: ({ funding }) => countText(funding?.settlements),
  },
  {
    id: 'proof',
    head: 'Certificate',
    widthRem: 6.5,
    cell: ({ proof }) =>
      proof ? <code title={proof.sha256}>{proof.sha256.slice(0, 8)}…</code> : UNKNOWN,
  },
];

function yearly(figure: Figure, head: string, hint: string): GridColumn<ExplorerRow> {
  return {
    id: figure,
    head,
    unit: 'a year',
    hint,
    widthRem: 7,
    align: 'right',
    largestFirst: true,
    sortBy: ({ funding }) => funding?.[figure] ?? undefined,
    cell: ({ funding }) =>
      percentText(funding?.[figure], 2, figure === 'deviation' ? undefined : 'always'),
  };
}
