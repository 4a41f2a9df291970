import { DeskLedgerStore } from '@fullcarry/history/desk/desk-ledger-store';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import type { Database } from '@fullcarry/history/database/database';
import { JournalStore, saveAlert } from '@fullcarry/history/desk/journal-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { journal } from './journal.js';

const ALL = { beforeMs: Number.MAX_SAFE_INTEGER, limit: 100 };

describe('The journal as it is answered', () => {
  let temp: TempFolder;
  let database: Database;
  let desk: DeskLedgerStore;
  let reads: { journal: JournalStore; desk: DeskStore };

  beforeEach(async () => {
    temp = tempFolder();
    database = await openDatabase(`file:${join(temp.path, 'journal.db')}`);
    desk = new DeskLedgerStore(database, { exchange: 'bybit', epoch: 1, instance: 'a' });
    await desk.takeOver({ source: 'live', startingEquityUsdt: '10000' });
    reads = {
      journal: new JournalStore(database, 'bybit'),
      desk: new DeskStore(database, 'bybit'),
    };
  });

  afterEach(async () => {
    await database.close();
    temp.remove();
  });

  it('says who ordered a stop, and that the desk did what nobody ordered', async () => {
    await desk.changeMode({ kind: 'pause', reason: 'Equity fell by 10.00 %' }, 1);
    await desk.changeMode({ kind: 'emergency-stop', reason: 'Ordered by a person, from ::1' }, 2);
    const { entries } = await journal(reads, 'all', ALL);
    expect(entries.map(({ kind, by }) => [kind, by])).toEqual([
      ['mode', 'a person, from ::1'],
      ['mode', 'the desk'],
    ]);
  });

  it('gives a change of the settings as old → new, and only what changed', async () => {
    await desk.saveSettings('{"spotFeeBps":10,"restHours":8}', 1, 'npm start');
    await desk.saveSettings('{"spotFeeBps":2,"restHours":8}', 2, 'a person');
    const { entries } = await journal(reads, 'settings', ALL);
    expect(entries[0]).toEqual({
      ...{ kind: 'settings', atMs: 2, by: 'a person' },
      changes: [{ name: 'spotFeeBps', before: 10, after: 2 }],
    });
  });

  it('goes on page by page, and loses nothing of one instant', async () => {
    for (const [atMs, text] of [
      [1, 'first'],
      [2, 'second'],
      [2, 'third'],
      [3, 'fourth'],
    ] as const) {
      await saveAlert(database, 'bybit', { kind: 'unhedged', text, atMs });
    }
    const pages: string[][] = [];
    let beforeMs: number | null = Number.MAX_SAFE_INTEGER;
    while (beforeMs !== null) {
      const page: Awaited<ReturnType<typeof journal>> = await journal(reads, 'all', {
        beforeMs,
        limit: 2,
      });
      pages.push(page.entries.map((entry) => (entry.kind === 'alert' ? entry.text : '')));
      beforeMs = page.nextBeforeMs;
    }
    expect(pages).toEqual([['fourth'], ['third', 'second'], ['first']]);
  });
});
