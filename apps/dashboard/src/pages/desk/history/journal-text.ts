import type { JournalEntry } from '@fullcarry/contracts/http/desk/journal-route';
import { moneyText, priceText } from '../../../format/numbers.js';
import { readable, sentence } from '../../../format/sentence.js';
import type { Tone } from '../../../ui/badge.js';
import { CHOICE_FIELDS, SETTING_FIELDS, settingText } from '../settings/settings-fields.js';

export interface JournalText {
  readonly badge: string;
  readonly tone: Tone;
  readonly text: string;
}

const TRADES = {
  opened: { badge: 'Opened', tone: 'good' },
  closed: { badge: 'Closed', tone: 'warn' },
  unwound: { badge: 'Unwound', tone: 'bad' },
} as const;

const MODES = {
  running: { badge: 'Started', tone: 'good' },
  paused: { badge: 'Paused', tone: 'warn' },
  'emergency-stopped': { badge: 'Emergency stop', tone: 'bad' },
} as const;

const ORDERS = {
  sent: { badge: 'Order sent', tone: 'warn' },
  filled: { badge: 'Order filled', tone: 'info' },
  partly: { badge: 'Order partly filled', tone: 'warn' },
  rejected: { badge: 'Order rejected', tone: 'bad' },
} as const;

/** An entry of the journal as people read it, with units. */
export function journalText(entry: JournalEntry): JournalText {
  switch (entry.kind) {
    case 'trade': {
      const pnl =
        entry.pnlUsdt === null ? '' : ` Net P&L ${moneyText(entry.pnlUsdt, 'always')} USDT.`;
      return {
        ...TRADES[entry.change],
        text: `${entry.nativeId}: ${sentence(entry.reason)}${pnl}`,
      };
    }
    case 'order':
      return { ...ORDERS[entry.state], text: orderText(entry) };
    case 'mode':
      return { ...MODES[entry.mode], text: sentence(entry.reason ?? '') };
    case 'settings': {
      const changes = entry.changes.flatMap((change) => settingChangeText(change) ?? []);
      const text = changes.length === 0 ? 'Kept as they are by default.' : changes.join('; ');
      return { badge: 'Settings', tone: 'plain', text };
    }
    case 'correction': {
      const text = `${moneyText(entry.amountUsdt, 'always')} USDT booked: ${sentence(entry.reason)}`;
      return { badge: 'Correction', tone: 'warn', text };
    }
    case 'alert':
      return { badge: 'Alert', tone: 'warn', text: sentence(entry.text) };
  }
}

function orderText(order: JournalEntry & { kind: 'order' }): string {
  const { nativeId, leg, side, quantity, filledQuantity, price, feeUsdt, limitPrice } = order;
  const isPart = order.state === 'partly' && typeof filledQuantity === 'string';
  const part = isPart ? `${priceText(filledQuantity)} of ` : '';
  const what = `${nativeId}: ${side} ${part}${priceText(quantity)} ${leg === 'spot' ? 'spot' : 'perpetual'}`;
  if (price === null) return `${what}, limit ${priceText(limitPrice)}`;
  return `${what} at ${priceText(price)} (limit ${priceText(limitPrice)}), fee ${moneyText(feeUsdt)}`;
}

/** Undefined where a setting that had its default was set to the same. */
function settingChangeText({
  name,
  before,
  after,
}: (JournalEntry & { kind: 'settings' })['changes'][number]): string | undefined {
  const field = SETTING_FIELDS.find((one) => one.name === name);
  // A setting that there is no more keeps its old name and unit.
  if (!field || typeof after === 'string' || typeof before === 'string') {
    const choice = CHOICE_FIELDS.find((one) => one.name === name);
    const was = before ?? choice?.usual ?? 'default';
    return was === after ? undefined : `${choice?.label ?? name} ${was} → ${after}`;
  }
  const old = before === null ? String(field.usual) : settingText(before, field.unit);
  const now = settingText(after, field.unit);
  return old === now ? undefined : readable(`${field.label} ${old} → ${now} ${field.unit}`);
}
