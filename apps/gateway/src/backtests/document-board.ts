import type { DocumentHead, DocumentStore } from '@fullcarry/history/backtest/document-store';
import type { ResultBase } from '@fullcarry/history/backtest/stale-result';
import type { Database } from '@fullcarry/history/database/database';
import { HttpFault } from '../http/http-fault.js';
import { keepNewest } from './keep-newest.js';
import type { ReadDatabase, RowsProofs } from './rows-proofs.js';

/** What is remembered of a document: its summary, but for what can change, and what it rests on. */
export interface KnownDocument<Summary> {
  readonly summary: Omit<Summary, 'stale' | 'createdAtMs'>;
  readonly base: ResultBase;
}

interface DocumentKind<Summary> {
  /** As a person calls one of them. */
  readonly name: string;
  readonly store: (database: Database) => DocumentStore;
  /** `text`: the stored JSON. */
  readonly knownOf: (sha256: string, text: string) => KnownDocument<Summary>;
  /** So many are remembered: some kilobytes each. */
  readonly mostKnown: number;
}

interface WithState {
  readonly createdAtMs: number;
  readonly stale: Awaited<ReturnType<RowsProofs['staleOf']>>;
}

/** A summary of a stored document, with when it was stored and whether its rows have changed since. */
export type Summarised<Summary> = Omit<Summary, 'stale' | 'createdAtMs'> & WithState;

/** What of the stored documents of one kind is remembered: a document never changes, since its name is its hash. */
export class DocumentBoard<Summary> {
  private readonly known = new Map<string, KnownDocument<Summary>>();

  constructor(
    private readonly read: ReadDatabase,
    private readonly proofs: RowsProofs,
    private readonly kind: DocumentKind<Summary>,
  ) {}

  /** One after the other: documents are large, and so is the proof of their rows. */
  async summaries(heads: readonly DocumentHead[]): Promise<Summarised<Summary>[]> {
    const summaries: Summarised<Summary>[] = [];
    for (const { sha256, createdAtMs } of heads) {
      const { summary, base } = await this.knownOf(sha256);
      summaries.push({ ...summary, createdAtMs, stale: await this.proofs.staleOf(base) });
    }
    return summaries;
  }

  private async knownOf(sha256: string): Promise<KnownDocument<Summary>> {
    const before = this.known.get(sha256);
    if (before) return before;
    const { name, store, knownOf, mostKnown } = this.kind;
    const [stored] = await this.read((database) => store(database).named(sha256));
    if (!stored) throw new HttpFault(404, `The ${name} ${sha256} is not stored any more`);
    const known = knownOf(sha256, stored.document);
    keepNewest(this.known, sha256, known, mostKnown);
    return known;
  }
}
