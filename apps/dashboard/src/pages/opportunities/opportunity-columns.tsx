import { Link } from 'wouter';
import {
  decimalText,
  percentText,
  rateText,
  shortMoneyText,
  UNKNOWN,
} from '../../format/numbers.js';
import { readable } from '../../format/sentence.js';
import { TERMS } from '../../format/terms.js';
import { intervalText } from '../../format/times.js';
import { Signed } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import type { GridColumn } from '../../ui/table/grid-column.js';
import { ACTIONS } from '../desk-labels.js';
import { decisionPath, MarketLink } from '../market-link.js';
import type { Opportunity } from './opportunity.js';

export const OPPORTUNITY_COLUMNS: readonly GridColumn<Opportunity>[] = [
  {
    id: 'market',
    head: 'Market',
    widthRem: 8.5,
    phone: true,
    sortBy: ({ nativeId }) => nativeId,
    cell: (market) => <MarketLink {...market} />,
  },
  {
    id: 'rank',
    head: 'Rank',
    hint: 'By net yield; 1 is the best',
    widthRem: 3.5,
    align: 'right',
    sortBy: ({ rank }) => rank ?? undefined,
    cell: ({ rank }) => rank ?? UNKNOWN,
  },
  {
    id: 'gross',
    head: 'Now',
    unit: 'a year',
    hint: TERMS.predicted,
    widthRem: 6.5,
    align: 'right',
    largestFirst: true,
    sortBy: ({ grossYield }) => grossYield ?? undefined,
    cell: ({ grossYield, rate }) => (
      <span
        title={rate && `${rateText(rate.predictedRate)} each ${intervalText(rate.intervalMinutes)}`}
      >
        {percentText(grossYield, 2, 'always')}
      </span>
    ),
  },
  {
    id: 'expected',
    head: 'Expected',
    unit: 'a year',
    hint: TERMS.expected,
    widthRem: 7.75,
    align: 'right',
    largestFirst: true,
    sortBy: ({ expected }) => expected,
    cell: ({ expected }) => percentText(expected, 2, 'always'),
  },
  {
    id: 'costs',
    head: 'Costs',
    unit: 'a year',
    hint: TERMS.costs,
    widthRem: 6.5,
    align: 'right',
    sortBy: ({ costs }) => costs,
    cell: ({ costs }) => percentText(costs === undefined ? undefined : -costs, 2),
  },
  {
    id: 'net',
    head: 'Net',
    unit: 'a year',
    hint: TERMS.net,
    widthRem: 8,
    align: 'right',
    phone: true,
    largestFirst: true,
    sortBy: ({ netYield }) => netYield ?? undefined,
    cell: ({ netYield, shortHistoryDays }) => (
      <>
        {shortHistoryDays !== undefined && (
          <Badge tone="warn" title={TERMS.shortHistory}>
            {Math.floor(shortHistoryDays)} d
          </Badge>
        )}{' '}
        <Signed value={netYield}>{percentText(netYield, 2, 'always')}</Signed>
      </>
    ),
  },
  {
    id: 'even',
    head: 'Break-even',
    unit: 'days',
    hint: TERMS.breakEven,
    widthRem: 7.5,
    align: 'right',
    sortBy: ({ breakEvenDays }) => breakEvenDays,
    cell: ({ breakEvenDays }) =>
      breakEvenDays === Infinity ? 'never' : decimalText(breakEvenDays, 1),
  },
  {
    id: 'action',
    head: 'Decision',
    widthRem: 5.75,
    phone: true,
    sortBy: ({ action }) => action,
    cell: ({ action, symbol }) => (
      <Link href={decisionPath(symbol)} title="Why, part by part">
        <Badge tone={ACTIONS[action].tone}>{ACTIONS[action].text}</Badge>
      </Link>
    ),
  },
  {
    id: 'reason',
    head: 'Why',
    widthRem: 14.5,
    sortBy: ({ reasonCode }) => reasonCode,
    cell: ({ reason, reasonCode }) => (
      <span title={`${reasonCode}: ${readable(reason)}`}>{readable(reason)}</span>
    ),
  },
  {
    id: 'persistence',
    head: 'Shorts paid',
    hint: TERMS.paidShare,
    widthRem: 5.75,
    align: 'right',
    largestFirst: true,
    sortBy: ({ persistence }) => persistence ?? undefined,
    cell: ({ persistence }) => percentText(persistence, 0),
  },
  {
    id: 'interval',
    head: 'Interval',
    widthRem: 4.5,
    align: 'right',
    sortBy: ({ rate }) => rate?.intervalMinutes,
    cell: ({ rate }) => (rate ? <Badge>{intervalText(rate.intervalMinutes)}</Badge> : UNKNOWN),
  },
  {
    id: 'turnover',
    head: 'Turnover 24 h',
    hint: TERMS.turnover,
    widthRem: 6.75,
    align: 'right',
    largestFirst: true,
    sortBy: ({ rate }) => (rate ? Number(rate.turnoverUsdt24h) : undefined),
    cell: ({ rate }) => shortMoneyText(rate?.turnoverUsdt24h),
  },
];
