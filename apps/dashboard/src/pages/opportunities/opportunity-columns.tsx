import { decimalText, percentText, rateText, shortMoneyText } from '../../format/numbers.js';
import { intervalText } from '../../format/times.js';
import { Signed } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import type { GridColumn } from '../../ui/grid-column.js';
import { ACTIONS } from '../desk-words.js';
import { MarketLink } from '../market-link.js';
import type { Opportunity } from './opportunity.js';

export const OPPORTUNITY_COLUMNS: readonly GridColumn<Opportunity>[] = [
  {
    id: 'market',
    head: 'Market',
    widthRem: 9,
    sortBy: ({ nativeId }) => nativeId,
    cell: (market) => <MarketLink {...market} />,
  },
  {
    id: 'rank',
    head: 'Rank',
    hint: 'By net yearly yield; 1 is the best',
    widthRem: 4,
    align: 'right',
    sortBy: ({ rank }) => rank ?? undefined,
    cell: ({ rank }) => rank ?? '–',
  },
  {
    id: 'net',
    head: 'Net yield',
    unit: 'a year',
    hint: 'After all costs of a round trip, spread over the holding time of the settings',
    widthRem: 8,
    align: 'right',
    largestFirst: true,
    sortBy: ({ netYield }) => netYield ?? undefined,
    cell: ({ netYield }) => <Signed value={netYield}>{percentText(netYield, 2, 'always')}</Signed>,
  },
  {
    id: 'action',
    head: 'Action',
    widthRem: 6,
    sortBy: ({ action }) => action,
    cell: ({ action }) => <Badge tone={ACTIONS[action].tone}>{ACTIONS[action].text}</Badge>,
  },
  {
    id: 'reason',
    head: 'Why',
    widthRem: 26,
    sortBy: ({ reasonCode }) => reasonCode,
    cell: ({ reason, reasonCode }) => <span title={`${reasonCode}: ${reason}`}>{reason}</span>,
  },
  {
    id: 'gross',
    head: 'Gross yield',
    unit: 'a year',
    hint: 'Of the predicted rate alone, by its interval',
    widthRem: 8.5,
    align: 'right',
    largestFirst: true,
    sortBy: ({ grossYield }) => grossYield ?? undefined,
    cell: ({ grossYield }) => percentText(grossYield, 2, 'always'),
  },
  {
    id: 'predicted',
    head: 'Predicted rate',
    hint: 'Of the next settlement, as last polled',
    widthRem: 8,
    align: 'right',
    largestFirst: true,
    sortBy: ({ rate }) => (rate ? Number(rate.predictedRate) : undefined),
    cell: ({ rate }) => rateText(rate?.predictedRate),
  },
  {
    id: 'interval',
    head: 'Interval',
    widthRem: 5.5,
    align: 'right',
    sortBy: ({ rate }) => rate?.intervalMinutes,
    cell: ({ rate }) => (rate ? <Badge>{intervalText(rate.intervalMinutes)}</Badge> : '–'),
  },
  {
    id: 'even',
    head: 'Break-even',
    unit: 'settlements',
    hint: 'Settlements of the expected rate that earn the costs back',
    widthRem: 10,
    align: 'right',
    sortBy: ({ breakEvenSettlements }) => breakEvenSettlements ?? undefined,
    cell: ({ breakEvenSettlements }) => decimalText(breakEvenSettlements, 1),
  },
  {
    id: 'persistence',
    head: 'Persistence',
    hint: 'Share of recent settlements with the sign of the expected one',
    widthRem: 7,
    align: 'right',
    largestFirst: true,
    sortBy: ({ persistence }) => persistence ?? undefined,
    cell: ({ persistence }) => percentText(persistence, 0),
  },
  {
    id: 'turnover',
    head: 'Turnover 24 h',
    unit: 'USDT',
    widthRem: 9,
    align: 'right',
    largestFirst: true,
    sortBy: ({ rate }) => (rate ? Number(rate.turnoverUsdt24h) : undefined),
    cell: ({ rate }) => shortMoneyText(rate?.turnoverUsdt24h),
  },
];
