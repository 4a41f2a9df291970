import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import {
  StatisticsRoute,
  type MarketResult,
} from '@fullcarry/contracts/http/desk/statistics-route';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../../api/ask.js';
import { countText, moneyText, percentText, UNKNOWN } from '../../../format/numbers.js';
import { durationText, dayText } from '../../../format/times.js';
import { useLive } from '../../../live/feed.js';
import { Amount } from '../../../ui/amount.js';
import { Empty, Failed, Loading } from '../../../ui/notice.js';
import { Panel } from '../../../ui/panel.js';
import { Stat, Stats } from '../../../ui/stat.js';
import { Table, type Column } from '../../../ui/table/table.js';
import { MarketLink } from '../../market-link.js';
import { DailyBars } from './daily-bars.js';

type Statistics = ReplyOf<typeof StatisticsRoute>;

/** Fewer days times 365 say little about a year. */
const SHORT_DAYS = 30;

/** What the desk earned by day and by market, and how evenly. */
export function StatisticsPanel() {
  const statistics = useQuery({
    queryKey: ['statistics'],
    queryFn: ({ signal }) => ask(StatisticsRoute, { signal }),
  });
  const exchange = useLive('deskV1')?.status?.exchange ?? '';
  return (
    <Panel
      title="Results"
      note="By the desk’s clock in UTC days; paper money, USDT. Price P&L + funding − fees = net"
    >
      {!statistics.data ? (
        statistics.error ? (
          <Failed
            what="the results"
            error={statistics.error}
            onRetry={() => void statistics.refetch()}
          />
        ) : (
          <div className="results-room">
            <Loading what="the results" />
          </div>
        )
      ) : statistics.data.days.length === 0 ? (
        <Empty>The desk has not cycled yet.</Empty>
      ) : (
        <>
          <Figures statistics={statistics.data} />
          <div className="results">
            <DailyBars days={statistics.data.days} />
            <Table
              label="Results by market"
              columns={columnsOf(exchange)}
              rows={statistics.data.markets}
              rowKey={({ symbol }) => symbol}
            />
          </div>
        </>
      )}
    </Panel>
  );
}

function Figures({ statistics }: { readonly statistics: Statistics }) {
  const { days, fromMs, toMs, yieldOnCapital, maxDrawdown, wins, losses } = statistics;
  const elapsedDays = fromMs === null || toMs === null ? 0 : (toMs - fromMs) / 86_400_000;
  const isShort = elapsedDays < SHORT_DAYS;
  const yesterday = days.at(-2);
  const today = days.at(-1);
  return (
    <Stats>
      <Stat
        name={`Net, ${today ? dayText(today.dayMs) : 'today'}`}
        unit="USDT"
        hint={partsOf(today)}
      >
        <Amount usdt={today?.netUsdt} />
      </Stat>
      {yesterday && (
        <Stat name={`Net, ${dayText(yesterday.dayMs)}`} unit="USDT" hint={partsOf(yesterday)}>
          <Amount usdt={yesterday.netUsdt} />
        </Stat>
      )}
      {yesterday && (
        <Stat name="of it funding" unit="USDT" hint="Settled and booked on that day">
          <Amount usdt={yesterday.fundingUsdt} />
        </Stat>
      )}
      <Stat
        name="Yield on capital"
        unit={yieldOnCapital === null ? '' : isShort ? 'a year, short' : 'a year'}
        hint={`Net P&L over the starting equity, times 365 days over ${elapsedDays.toFixed(1)}${isShort ? ': short, so read it with care' : ''}`}
      >
        {percentText(yieldOnCapital, 2)}
      </Stat>
      <Stat name="Deepest drawdown" hint="The deepest fall of equity from a peak before it">
        {percentText(maxDrawdown, 2)}
      </Stat>
      <Stat name="Won, lost" hint="Closed positions that earned after all costs, and that did not">
        {countText(wins)}, {countText(losses)}
      </Stat>
      <Stat name="Wins together" unit="USDT">
        <Amount usdt={statistics.winsUsdt} />
      </Stat>
      <Stat name="Losses together" unit="USDT">
        <Amount usdt={statistics.lossesUsdt} />
      </Stat>
      <Stat name="Held on average" hint="Closed positions">
        {statistics.meanHoldingHours === null
          ? UNKNOWN
          : durationText(statistics.meanHoldingHours * 3_600_000)}
      </Stat>
    </Stats>
  );
}

function partsOf(day: Statistics['days'][number] | undefined): string | undefined {
  if (!day) return undefined;
  const { pricesUsdt, fundingUsdt, feesUsdt } = day;
  return `Price P&L ${moneyText(pricesUsdt, 'always')} + funding ${moneyText(fundingUsdt, 'always')} − fees ${moneyText(feesUsdt)}`;
}

function columnsOf(exchange: string): readonly Column<MarketResult>[] {
  return [
    {
      head: 'Market',
      cell: ({ symbol, nativeId }) => (
        <MarketLink exchange={exchange} symbol={symbol} nativeId={nativeId} />
      ),
    },
    {
      head: 'Net P&L',
      align: 'right',
      cell: ({ netUsdt }) => (
        <strong>
          <Amount usdt={netUsdt} />
        </strong>
      ),
    },
    { head: 'Price P&L', align: 'right', cell: ({ pricesUsdt }) => <Amount usdt={pricesUsdt} /> },
    { head: 'Funding', align: 'right', cell: ({ fundingUsdt }) => <Amount usdt={fundingUsdt} /> },
    { head: 'Fees', align: 'right', cell: ({ feesUsdt }) => moneyText(feesUsdt) },
    { head: 'Settlements', align: 'right', cell: ({ settlements }) => countText(settlements) },
    {
      head: 'Positions',
      align: 'right',
      cell: ({ positions, open }) =>
        open > 0 ? `${countText(positions)}, ${countText(open)} open` : countText(positions),
    },
  ];
}
