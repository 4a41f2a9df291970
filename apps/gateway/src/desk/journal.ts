import type { JournalEntry } from '@fullcarry/contracts/http/desk/journal-route';
import type { SettingValue } from '@fullcarry/contracts/values';
import { positionView } from '@fullcarry/contracts/desk/position-view';
import { A_PERSON, whoOrdered } from '@fullcarry/domain/desk/modes/ordered-by';
import type { StoredJournalTrade, StoredSettingChange } from '@fullcarry/history/desk/desk-rows';
import type { StoredJournalOrder } from '@fullcarry/history/desk/journal-order';
import { pairName } from '@fullcarry/domain/desk/observe/observation';
import type { StoredPosition } from '@fullcarry/history/desk/stored-position';
import type { DeskStore } from '@fullcarry/history/desk/desk-store';
import type { JournalPage, JournalStore } from '@fullcarry/history/desk/journal-store';
import { z } from 'zod';

type Kind = JournalEntry['kind'];

const THE_DESK = 'the desk';

/** One page of the journal, the newest first; of what happened in one instant nothing is cut off. */
export async function journal(
  reads: { readonly journal: JournalStore; readonly desk: DeskStore },
  kind: Kind | 'all',
  page: JournalPage,
): Promise<{ entries: JournalEntry[]; nextBeforeMs: number | null }> {
  const more = { ...page, limit: page.limit + 1 };
  const of = async <Entry>(which: Kind, read: () => Promise<Entry[]>) =>
    kind === 'all' || kind === which ? read() : [];
  const [orders, trades, modes, settings, corrections, alerts] = await Promise.all([
    of('order', () => reads.journal.orders(more)),
    of('trade', () => reads.journal.trades(more)),
    of('mode', () => reads.journal.modeChanges(more)),
    of('settings', () => reads.journal.settingChanges(more)),
    of('correction', () => reads.journal.corrections(more)),
    of('alert', () => reads.journal.alerts(more)),
  ]);
  const entries: JournalEntry[] = [
    ...(await Promise.all(trades.map((trade) => tradeEntry(reads.desk, trade)))),
    ...orders.map(orderEntry),
    ...modes.map(({ atMs, mode, reason }) => ({
      ...({ kind: 'mode', atMs, mode, reason: reason ?? null } as const),
      // Only a person starts a desk; it pauses and stops itself too.
      by: mode === 'running' ? A_PERSON : (whoOrdered(reason) ?? THE_DESK),
    })),
    ...settings.map(settingsEntry),
    ...corrections.map(({ atMs, amountUsdt, reason }) => ({
      ...({ kind: 'correction', atMs, by: A_PERSON, amountUsdt, reason } as const),
    })),
    ...alerts.map(({ atMs, kind: alert, text }) => ({
      ...({ kind: 'alert', atMs, by: THE_DESK, alert, text } as const),
    })),
  ];
  return cut(
    entries.sort((a, b) => b.atMs - a.atMs),
    page.limit,
  );
}

/** A page ends before an instant of which it has not everything, unless it would be empty then. */
function cut(entries: JournalEntry[], limit: number) {
  const next = entries[limit];
  const last = entries[limit - 1];
  if (!next || !last) return { entries, nextBeforeMs: null };
  const whole = entries.slice(0, limit).filter(({ atMs }) => atMs > next.atMs);
  const shown = whole.length > 0 ? whole : entries.filter(({ atMs }) => atMs === last.atMs);
  return { entries: shown, nextBeforeMs: shown.at(-1)?.atMs ?? null };
}

function orderEntry(order: StoredJournalOrder): JournalEntry {
  const { clientOrderId: _, reason, filledQuantity, price, feeUsdt, ...rest } = order;
  const by = whoOrdered(reason) ?? THE_DESK;
  const filled = { filledQuantity: filledQuantity ?? null, price: price ?? null };
  return { kind: 'order', by, ...rest, ...filled, feeUsdt: feeUsdt ?? null };
}

async function tradeEntry(
  desk: DeskStore,
  { positionId, change, atMs }: StoredJournalTrade,
): Promise<JournalEntry> {
  const position = await desk.position(positionId);
  if (!position) throw new Error(`Position ${positionId} of the journal is not there`);
  const symbol = pairName(position.legs);
  const { nativeId } = position.legs.short;
  const reason = reasonOf(position, change);
  return {
    ...{ kind: 'trade', atMs, positionId, symbol, nativeId, change, reason },
    by: whoOrdered(reason) ?? THE_DESK,
    pnlUsdt: change === 'opened' ? null : positionView(position).pnlUsdt,
  };
}

function reasonOf(position: StoredPosition, change: StoredJournalTrade['change']): string {
  return change === 'opened' ? position.openReason : (position.closeReason ?? 'no reason was kept');
}

const settingsText = z.record(z.string(), z.unknown());

function settingsEntry(change: StoredSettingChange): JournalEntry {
  const before = valuesOf(change.settingsBefore ?? '{}');
  const after = valuesOf(change.settingsAfter);
  const changes = [...after]
    .filter(([name, value]) => before.get(name) !== value)
    .map(([name, value]) => ({ name, before: before.get(name) ?? null, after: value }));
  return { kind: 'settings', atMs: change.changedAtMs, by: change.orderedBy, changes };
}

function valuesOf(text: string): Map<string, SettingValue> {
  const settings = settingsText.parse(JSON.parse(text));
  return new Map(
    Object.entries(settings).flatMap(([name, value]) =>
      typeof value === 'number' || typeof value === 'string' ? [[name, value] as const] : [],
    ),
  );
}
