import type { DeskConcern } from '@fullcarry/contracts/facts/desk-status-v1';
import type { DeskPosition } from '@fullcarry/contracts/facts/desk-position-v1';

export type AlertKind =
  | 'opened'
  | 'closed'
  | 'unwound'
  | Exclude<DeskConcern['kind'], 'books-broken'>
  | 'concern-over'
  | 'emergency-stop'
  | 'data-degraded'
  | 'data-repaired'
  | 'ledger-broken';

/** Something that a person wants to hear of. `text`: one sentence, for people. */
export interface Alert {
  readonly kind: AlertKind;
  readonly atMs: number;
  readonly exchange: string;
  readonly source: string;
  readonly text: string;
  readonly position?: DeskPosition;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Where alerts go. `name` is for the log and holds no secret. */
export interface AlertSink {
  readonly name: string;
  /** Errors: any when it was not taken; it is tried again. */
  send(alert: Alert, signal: AbortSignal): Promise<void>;
}
