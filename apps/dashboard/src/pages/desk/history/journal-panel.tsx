import { JournalRoute, type JournalEntry } from '@fullcarry/contracts/http/desk/journal-route';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, routeUrl } from '../../../api/ask.js';
import { Badge } from '../../../ui/badge.js';
import { Button } from '../../../ui/form/button.js';
import { Choice } from '../../../ui/form/choice.js';
import { Empty, Failed, Loading } from '../../../ui/notice.js';
import { Panel } from '../../../ui/panel.js';
import { Table, type Column } from '../../../ui/table/table.js';
import { UtcTime } from '../../../ui/utc-time.js';
import { journalText } from './journal-text.js';

type Kind = JournalEntry['kind'] | 'all';

const KINDS: readonly (readonly [Kind, string])[] = [
  ['all', 'Everything'],
  ['trade', 'Trades'],
  ['order', 'Orders'],
  ['mode', 'Starts, pauses and stops'],
  ['settings', 'Settings'],
  ['alert', 'Alerts'],
  ['correction', 'Corrections'],
];

/** Before no instant: from the newest on. */
const NEWEST = 0;

/** What happened on the desk, and who or what did it. */
export function JournalPanel() {
  const [kind, setKind] = useState<Kind>('all');
  const journal = useInfiniteQuery({
    queryKey: ['journal', kind],
    queryFn: ({ pageParam, signal }) => {
      const beforeMs = pageParam === NEWEST ? undefined : pageParam;
      return ask(JournalRoute, { query: { kind, limit: 50, beforeMs }, signal });
    },
    initialPageParam: NEWEST,
    getNextPageParam: (last) => last.nextBeforeMs,
  });
  const rows = journal.data?.pages.flatMap(({ entries }) => entries);
  return (
    <Panel
      title="Journal"
      note="Every order, trade, stop, setting and alert, the newest first; USDT"
      actions={
        <>
          <Choice
            label="Show"
            value={kind}
            options={KINDS}
            onChange={(chosen) => setKind(KINDS.find(([one]) => one === chosen)?.[0] ?? 'all')}
          />
          <a
            className="button"
            href={routeUrl(JournalRoute, { query: { kind, limit: 5000, format: 'csv' } })}
            download
          >
            CSV
          </a>
        </>
      }
    >
      {!rows ? (
        journal.error ? (
          <Failed what="the journal" error={journal.error} onRetry={() => void journal.refetch()} />
        ) : (
          <Loading what="the journal" />
        )
      ) : rows.length === 0 ? (
        <Empty>Nothing of this kind happened yet.</Empty>
      ) : (
        <div className="short-list">
          <Table label="Journal" columns={COLUMNS} rows={rows} rowKey={keyOf} />
        </div>
      )}
      {journal.hasNextPage && (
        <Button disabled={journal.isFetching} onClick={() => void journal.fetchNextPage()}>
          Show older ones
        </Button>
      )}
    </Panel>
  );
}

const COLUMNS: readonly Column<JournalEntry>[] = [
  { head: 'Time, UTC', cell: ({ atMs }) => <UtcTime atMs={atMs} bare seconds /> },
  {
    head: 'What',
    cell: (entry) => {
      const { badge, tone } = journalText(entry);
      return <Badge tone={tone}>{badge}</Badge>;
    },
  },
  { head: 'Details', align: 'wrap', cell: (entry) => journalText(entry).text },
  { head: 'By', cell: ({ by }) => by },
];

/** Of one instant there is one entry of a kind about one thing. */
function keyOf(entry: JournalEntry): string {
  const { badge, text } = journalText(entry);
  return `${entry.kind} ${entry.atMs} ${badge} ${text}`;
}
