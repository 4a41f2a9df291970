import type { KV } from '@nats-io/kv';
import { budgetTable, newTable, SHARE_LASTS_MS, type BudgetTable } from '../budget/budget-table.js';
import type { Bus } from './bus.js';

const BUCKET = 'budget';

/** No limit of an exchange has this name. */
const CLOCK_KEY = 'server-clock';

/** How long a table is kept that nobody writes to: longer than any ban, of which the longest is Binance's three days. */
const KEPT_MS = 4 * 86_400_000;

/** The table, and the revision that whoever writes it next replaces; 0 where there is none. */
export interface FoundTable {
  readonly table: BudgetTable;
  readonly revision: number;
}

/** One table in NATS' key-value store. Errors of all methods: those of NATS. */
export class KeptTable {
  private opened: Promise<KV> | undefined;

  /** `about.name`: the table's key. */
  constructor(
    private readonly bus: Bus,
    private readonly about: { readonly name: string },
  ) {}

  async read(): Promise<FoundTable> {
    const { table, revision } = await this.entry();
    return { table, revision };
  }

  /**
   * The table as whoever comes first finds it, its holds as of now. How old their message is (`ageMs`) the server's
   * clock alone tells, which stamped it: no process's clock is asked, and one that is set back makes no hold shorter.
   */
  async readFirst(): Promise<FoundTable & { readonly ageMs: number }> {
    const { table, revision, writtenAtMs } = await this.entry();
    const ageMs =
      writtenAtMs === undefined ? 0 : Math.max(0, (await this.serverTimeMs()) - writtenAtMs);
    const members = table.members.map((one) => ({
      ...one,
      holdMs: Math.max(0, one.holdMs - ageMs),
    }));
    return { table: { ...table, members }, revision, ageMs };
  }

  /** Errors: also when anything was written since `revision` was read. */
  async write(table: BudgetTable, revision: number): Promise<void> {
    const bucket = await this.bucket();
    await bucket.put(this.about.name, JSON.stringify(table), {
      previousSeq: revision,
      timeout: SHARE_LASTS_MS,
    });
  }

  /** The bucket may have been lost with its server. */
  forget(): void {
    this.opened = undefined;
  }

  private async entry(): Promise<FoundTable & { readonly writtenAtMs: number | undefined }> {
    const bucket = await this.bucket();
    const entry = await bucket.get(this.about.name);
    const revision = entry?.revision ?? 0;
    if (entry?.operation !== 'PUT') {
      return { table: newTable(), revision, writtenAtMs: undefined };
    }
    const writtenAtMs = entry.created.getTime();
    return { table: budgetTable.parse(entry.json()), revision, writtenAtMs };
  }

  /** NATS tells its time only by the stamp of what it stores. */
  private async serverTimeMs(): Promise<number> {
    const bucket = await this.bucket();
    await bucket.put(CLOCK_KEY, '');
    const entry = await bucket.get(CLOCK_KEY);
    if (!entry) throw new Error('NATS does not keep what was stored a moment ago');
    return entry.created.getTime();
  }

  private bucket(): Promise<KV> {
    this.opened ??= this.bus.ensureBucket(BUCKET, KEPT_MS);
    return this.opened;
  }
}
