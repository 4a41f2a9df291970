import { DataIntegrityError } from '@fullcarry/domain/errors';
import type { TimeWindow } from '@fullcarry/domain/time-window';

/** What of one series keeps a window from being read. `windows`: where; empty where it is the series itself. */
export interface Refusal {
  /** See seriesName. */
  readonly series: string;
  readonly reason: 'not-stored' | 'never-proven' | 'missing' | 'changed' | 'lost';
  readonly windows: readonly TimeWindow[];
}

const SENTENCES: Readonly<Record<Refusal['reason'], string>> = {
  'not-stored': 'is not stored',
  'never-proven': 'was never proven',
  missing: 'is not proven in',
  changed: 'was changed since it was proven, in',
  lost: 'is not kept by the exchange any more, in',
};

/** A window holds series that are not proven: nothing is read of it, and nothing filled in. */
export class UnprovenWindowError extends DataIntegrityError {
  constructor(readonly refusals: readonly Refusal[]) {
    super(refusals.map(refusalText).join('\n'), { series: refusals.length });
  }
}

/** One line: the series, what is wrong with it, and where. */
export function refusalText({ series, reason, windows }: Refusal): string {
  const where = windows.map(
    ({ fromMs, toMs }) => `${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`,
  );
  return `${series} ${SENTENCES[reason]}${where.length === 0 ? '' : ` ${where.join(', ')}`}`;
}
