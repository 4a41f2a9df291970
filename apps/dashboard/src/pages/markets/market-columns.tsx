import type { MarketState } from '@fullcarry/contracts/http/markets-route';
import { percentText, rateText, shortMoneyText } from '../../format/numbers.js';
import { intervalText } from '../../format/times.js';
import { Signed } from '../../ui/amount.js';
import { Badge, type Tone } from '../../ui/badge.js';
import type { GridColumn } from '../../ui/grid-column.js';
import { UtcTime } from '../../ui/utc-time.js';
import { MarketLink } from '../market-link.js';
import type { MarketRow } from './market-row.js';

export const STATE_TONES: Record<MarketState, Tone> = {
  ready: 'good',
  fetching: 'info',
  degraded: 'bad',
  left: 'plain',
  live: 'plain',
};

export const MARKET_STATES: Record<MarketState, string> = {
  ready: 'Ready',
  fetching: 'Fetching',
  degraded: 'Degraded',
  left: 'Dropped',
  live: 'Not collected',
};

export const MARKET_COLUMNS: readonly GridColumn<MarketRow>[] = [
  {
    id: 'market',
    head: 'Market',
    widthRem: 9,
    sortBy: ({ nativeId }) => nativeId,
    cell: (market) => <MarketLink {...market} />,
  },
  {
    id: 'exchange',
    head: 'Exchange',
    widthRem: 7,
    sortBy: ({ exchange }) => exchange,
    cell: ({ exchange }) => exchange,
  },
  {
    id: 'rank',
    head: 'Rank',
    hint: 'By turnover among the tracked markets; 1 is the most traded',
    widthRem: 4,
    align: 'right',
    sortBy: ({ rank }) => rank ?? undefined,
    cell: ({ rank }) => rank ?? '–',
  },
  {
    id: 'state',
    head: 'State',
    hint: 'Ready: every series is proven. Dropped: was tracked once. Not collected: only its current rate is known',
    widthRem: 6,
    sortBy: ({ state }) => state,
    cell: ({ state }) => <Badge tone={STATE_TONES[state]}>{MARKET_STATES[state]}</Badge>,
  },
  {
    id: 'turnover',
    head: 'Turnover 24 h',
    unit: 'USDT',
    widthRem: 9,
    align: 'right',
    largestFirst: true,
    sortBy: ({ turnoverUsdt24h }) => number(turnoverUsdt24h),
    cell: ({ turnoverUsdt24h }) => shortMoneyText(turnoverUsdt24h),
  },
  {
    id: 'predicted',
    head: 'Predicted rate',
    hint: 'Of the next settlement, not yet charged; a positive rate is paid by longs to shorts',
    widthRem: 8,
    align: 'right',
    largestFirst: true,
    sortBy: ({ predictedRate }) => number(predictedRate),
    cell: ({ predictedRate: rate }) => <Signed value={rate}>{rateText(rate)}</Signed>,
  },
  {
    id: 'settled',
    head: 'Last settled',
    hint: 'The last rate that was charged',
    widthRem: 7.5,
    align: 'right',
    largestFirst: true,
    sortBy: ({ lastSettled }) => number(lastSettled?.rate),
    cell: ({ lastSettled }) => (
      <Signed value={lastSettled?.rate}>{rateText(lastSettled?.rate)}</Signed>
    ),
  },
  {
    id: 'interval',
    head: 'Interval',
    hint: 'Time between two settlements, in force now',
    widthRem: 5.5,
    align: 'right',
    sortBy: ({ intervalMinutes }) => intervalMinutes ?? undefined,
    cell: ({ intervalMinutes: minutes }) =>
      minutes === null ? '–' : <Badge>{intervalText(minutes)}</Badge>,
  },
  {
    id: 'next',
    head: 'Next funding',
    unit: 'UTC',
    widthRem: 10,
    align: 'right',
    sortBy: ({ nextFundingAtMs }) => nextFundingAtMs ?? undefined,
    cell: ({ nextFundingAtMs }) => <UtcTime atMs={nextFundingAtMs} bare />,
  },
  {
    id: 'yield',
    head: 'Net yield',
    unit: 'a year',
    hint: 'After all costs of a round trip; from the desk’s last cycle',
    widthRem: 8,
    align: 'right',
    largestFirst: true,
    sortBy: ({ netYield }) => netYield ?? undefined,
    cell: ({ netYield }) => <Signed value={netYield}>{percentText(netYield, 2, 'always')}</Signed>,
  },
  {
    id: 'complete',
    head: 'Complete',
    hint: 'Share of the rows due that are proven, of the least complete series',
    widthRem: 6.5,
    align: 'right',
    sortBy: ({ completeness }) => completeness,
    cell: ({ completeness }) => completenessText(completeness),
  },
];

function number(text: string | null | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Number(text);
}

/** 100 % means every row: what is only nearly complete is never rounded up to it. */
function completenessText(share: number | undefined): string {
  if (share === undefined || share === 1) return percentText(share, 0);
  return percentText(Math.floor(share * 1000) / 1000, 1);
}
