import type { Query } from '../api/question.js';

/** One request as it was answered. */
export interface ServedRequest {
  /** Counts from 1 since the start or the last reset. */
  readonly sequence: number;
  readonly path: string;
  readonly query: Query;
  /** undefined, and so absent in JSON, when no HTTP status was sent. */
  readonly status: number | undefined;
  /** The kind of the injected fault; null when the answer was true. */
  readonly fault: string | null;
}

/** Enough for a year of fifty markets with every page asked for many times over. */
const MOST_KEPT = 50_000;

/** The last requests and how they were answered, so that a test can prove what was asked for. */
export class RequestLog {
  private kept: ServedRequest[] = [];
  private last = 0;

  add(served: Omit<ServedRequest, 'sequence'>): void {
    this.last += 1;
    this.kept.push({ sequence: this.last, ...served });
    // Cut rarely and much, since each cut copies the rest.
    if (this.kept.length > MOST_KEPT * 1.1) this.kept = this.kept.slice(-MOST_KEPT);
  }

  /** Requests after that sequence number, oldest first. */
  since(sequence: number): readonly ServedRequest[] {
    return this.kept.filter((one) => one.sequence > sequence);
  }

  get lastSequence(): number {
    return this.last;
  }

  reset(): void {
    this.kept = [];
    this.last = 0;
  }
}
