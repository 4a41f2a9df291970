import type { JournalEntry } from '@fullcarry/contracts/http/desk/journal-route';
import { csvTime } from '@fullcarry/platform/files/csv-table';
import type { Response } from 'express';
import { csv, csvName } from '../markets/csv/csv.js';

/** Amounts in USDT, earned is positive; settings in their own units. */
const COLUMNS = [
  'at_utc',
  'exchange',
  'kind',
  'by',
  'market',
  'what',
  'quantity',
  'price',
  'fee_usdt',
  'amount_usdt',
  'text',
];

/** The journal, a line an entry. */
export function journalCsv(
  response: Response,
  exchange: string,
  source: string,
  entries: readonly JournalEntry[],
): string {
  const nowMs = Date.now();
  const times = entries.map(({ atMs }) => atMs);
  const window = { fromMs: Math.min(nowMs, ...times), toMs: Math.max(nowMs, ...times) + 1 };
  const name = csvName(['journal', exchange, 'paper'], source, window);
  const lines = entries.map((entry) => {
    const { market, what, quantity, price, feeUsdt, amountUsdt, text } = cells(entry);
    return [
      ...[csvTime(entry.atMs), exchange, entry.kind, entry.by, market ?? null, what],
      ...[quantity ?? null, price ?? null, feeUsdt ?? null, amountUsdt ?? null, text],
    ];
  });
  return csv(response, name, COLUMNS, lines);
}

interface Cells {
  readonly market?: string;
  readonly what: string;
  readonly quantity?: string;
  readonly price?: string | null;
  readonly feeUsdt?: string | null;
  readonly amountUsdt?: string | null;
  readonly text: string;
}

function cells(entry: JournalEntry): Cells {
  switch (entry.kind) {
    case 'order': {
      const { nativeId: market, purpose, leg, side, state, quantity, price, feeUsdt } = entry;
      const what = `${purpose} ${leg} ${side} ${state}`;
      return { market, what, quantity, price, feeUsdt, text: `limit ${entry.limitPrice}` };
    }
    case 'trade':
      return {
        ...{ market: entry.nativeId, what: entry.change, text: entry.reason },
        amountUsdt: entry.pnlUsdt,
      };
    case 'mode':
      return { what: entry.mode, text: entry.reason ?? '' };
    case 'settings': {
      const changes = entry.changes.map(
        ({ name, before, after }) => `${name} ${before ?? 'default'} -> ${after}`,
      );
      return { what: 'settings', text: changes.join('; ') };
    }
    case 'correction':
      return { what: 'correction', amountUsdt: entry.amountUsdt, text: entry.reason };
    case 'alert':
      return { what: entry.alert, text: entry.text };
  }
}
