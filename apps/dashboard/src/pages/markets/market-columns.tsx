import {
  basisPointText,
  percentText,
  priceText,
  rateText,
  shortMoneyText,
  UNKNOWN,
} from '../../format/numbers.js';
import { TERMS } from '../../format/terms.js';
import { intervalText } from '../../format/times.js';
import { Signed } from '../../ui/amount.js';
import { Badge } from '../../ui/badge.js';
import type { GridColumn } from '../../ui/table/grid-column.js';
import { SparkLine } from '../../ui/table/spark-line.js';
import { UtcTime } from '../../ui/utc-time.js';
import { MarketLink } from '../market-link.js';
import { openInterestText, openInterestValue } from '../open-interest.js';
import type { MarketRow } from './market-row.js';
import { MARKET_STATES, STATE_TONES } from './market-states.js';

/** Shown where nobody chose others; together they fit on a page 1,440 px wide. */
export const USUAL_COLUMNS =
  'exchange,state,price,change,turnover,predicted,settled,mean7,mean30,curve,yield,complete';

export const MARKET_COLUMNS: readonly GridColumn<MarketRow>[] = [
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
    widthRem: 6.5,
    phone: true,
    sortBy: ({ exchange }) => exchange,
    cell: ({ exchange }) => exchange,
  },
  {
    id: 'rank',
    head: 'Rank',
    hint: 'By turnover among the tracked markets of its exchange; 1 is the most traded',
    widthRem: 4,
    align: 'right',
    sortBy: ({ rank }) => rank ?? undefined,
    cell: ({ rank }) => rank ?? UNKNOWN,
  },
  {
    id: 'state',
    head: 'State',
    hint: 'Ready: every series is proven. Dropped: was tracked once. Not collected: only its current rate is known',
    widthRem: 5.75,
    sortBy: ({ state }) => state,
    cell: ({ state }) => <Badge tone={STATE_TONES[state]}>{MARKET_STATES[state]}</Badge>,
  },
  {
    id: 'price',
    head: 'Mark price',
    hint: 'In the quote currency',
    widthRem: 6.25,
    align: 'right',
    largestFirst: true,
    sortBy: ({ markPrice }) => number(markPrice),
    cell: ({ markPrice }) => priceText(markPrice),
  },
  {
    id: 'change',
    head: '24 h',
    hint: 'Mark price now against the close of the stored candle of 24 hours ago',
    widthRem: 5,
    align: 'right',
    largestFirst: true,
    sortBy: ({ change24h }) => change24h,
    cell: ({ change24h }) => (
      <Signed value={change24h}>{percentText(change24h, 2, 'always')}</Signed>
    ),
  },
  {
    id: 'turnover',
    head: 'Turnover 24 h',
    hint: TERMS.turnover,
    widthRem: 7,
    align: 'right',
    largestFirst: true,
    sortBy: ({ turnoverUsdt24h }) => number(turnoverUsdt24h),
    cell: ({ turnoverUsdt24h }) => shortMoneyText(turnoverUsdt24h),
  },
  {
    id: 'interest',
    head: 'Open interest',
    hint: TERMS.openInterest,
    widthRem: 7,
    align: 'right',
    largestFirst: true,
    sortBy: openInterestValue,
    cell: (market) => openInterestText(market),
  },
  {
    id: 'predicted',
    head: 'Predicted',
    unit: 'a year',
    hint: TERMS.predicted,
    widthRem: 7.5,
    align: 'right',
    phone: true,
    largestFirst: true,
    sortBy: ({ predictedYearly }) => predictedYearly,
    cell: ({ predictedYearly, predictedRate, intervalMinutes }) => (
      <span title={perInterval(predictedRate, intervalMinutes)}>
        <Signed value={predictedYearly}>{percentText(predictedYearly, 2, 'always')}</Signed>
      </span>
    ),
  },
  {
    id: 'settled',
    head: 'Settled',
    unit: 'a year',
    hint: TERMS.lastSettled,
    widthRem: 7.25,
    align: 'right',
    largestFirst: true,
    sortBy: ({ settledYearly }) => settledYearly,
    cell: ({ settledYearly, lastSettled }) => (
      <span title={perInterval(lastSettled?.rate, lastSettled?.intervalMinutes)}>
        <Signed value={settledYearly}>{percentText(settledYearly, 2, 'always')}</Signed>
      </span>
    ),
  },
  {
    id: 'mean7',
    head: '7 d mean',
    hint: TERMS.mean,
    widthRem: 5.75,
    align: 'right',
    largestFirst: true,
    sortBy: ({ figures }) => figures?.mean7d ?? undefined,
    cell: ({ figures }) => percentText(figures?.mean7d, 2, 'always'),
  },
  {
    id: 'mean30',
    head: '30 d mean',
    hint: TERMS.mean,
    widthRem: 5.75,
    align: 'right',
    largestFirst: true,
    sortBy: ({ figures }) => figures?.mean30d ?? undefined,
    cell: ({ figures }) => percentText(figures?.mean30d, 2, 'always'),
  },
  {
    id: 'curve',
    head: '30 days',
    hint: 'Settled funding by the year, a point a day; the line is zero',
    widthRem: 6.5,
    cell: ({ figures, nativeId }) => (
      <SparkLine
        values={figures?.daily ?? []}
        label={`Settled funding of ${nativeId} in the last 30 days`}
      />
    ),
  },
  {
    id: 'rate',
    head: 'Predicted rate',
    hint: 'Of the next settlement, a settlement and not a year: of markets with other intervals it can’t be compared',
    widthRem: 7.5,
    align: 'right',
    sortBy: ({ predictedRate }) => number(predictedRate),
    cell: ({ predictedRate: rate }) => <Signed value={rate}>{rateText(rate)}</Signed>,
  },
  {
    id: 'interval',
    head: 'Interval',
    hint: 'Time between two settlements, in force now',
    widthRem: 5,
    align: 'right',
    sortBy: ({ intervalMinutes }) => intervalMinutes ?? undefined,
    cell: ({ intervalMinutes: minutes }) =>
      minutes === null ? UNKNOWN : <Badge>{intervalText(minutes)}</Badge>,
  },
  {
    id: 'next',
    head: 'Next funding',
    unit: 'UTC',
    widthRem: 9,
    align: 'right',
    sortBy: ({ nextFundingAtMs }) => nextFundingAtMs ?? undefined,
    cell: ({ nextFundingAtMs }) => <UtcTime atMs={nextFundingAtMs} bare />,
  },
  {
    id: 'basis',
    head: 'Basis',
    hint: `${TERMS.basis}; only where the desk trades`,
    widthRem: 5.5,
    align: 'right',
    largestFirst: true,
    sortBy: ({ basis }) => basis,
    cell: ({ basis }) => basisPointText(basis),
  },
  {
    id: 'yield',
    head: 'Net yield',
    unit: 'a year',
    hint: `${TERMS.net}; only where the desk trades`,
    widthRem: 7.25,
    align: 'right',
    largestFirst: true,
    sortBy: ({ netYield }) => netYield ?? undefined,
    cell: ({ netYield }) =>
      netYield === null ? (
        <span title="Only where the desk trades">{UNKNOWN}</span>
      ) : (
        <Signed value={netYield}>{percentText(netYield, 2, 'always')}</Signed>
      ),
  },
  {
    id: 'complete',
    head: 'Complete',
    hint: TERMS.complete,
    widthRem: 5.5,
    align: 'right',
    sortBy: ({ completeness }) => completeness,
    cell: ({ completeness }) => completenessText(completeness),
  },
];

function perInterval(
  rate: string | null | undefined,
  minutes: number | null | undefined,
): string | undefined {
  if (rate === null || rate === undefined) return undefined;
  const each = minutes === null || minutes === undefined ? '' : ` each ${intervalText(minutes)}`;
  return `${rateText(rate)}${each}`;
}

function number(text: string | null | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Number(text);
}

/** 100 % means every row: what is only nearly complete is never rounded up to it. */
function completenessText(share: number | undefined): string {
  if (share === undefined || share === 1) return percentText(share, 0);
  return percentText(Math.floor(share * 1000) / 1000, 1);
}
