import type { DataStatus } from '@fullcarry/contracts/http/data/data-status-route';

/** How far back the speed is measured: pages come in bursts, and a shorter span makes the time left jump. */
const MEASURED_MS = 180_000;
/** Before this nothing is said: the first pages say little of the others. */
const LEAST_MS = 15_000;

const MINUTE_MS = 60_000;

interface Sample {
  readonly atMs: number;
  readonly rowsDone: number;
}

type Progress = Pick<NonNullable<DataStatus['fetchProgress']>, 'rowsDone' | 'rowsTotal'>;

/** How long each exchange's history still takes, at the mean speed of the last three minutes. */
export class FetchClock {
  private readonly samples = new Map<string, Sample[]>();

  /** Takes in how far an exchange is; null ends its measuring. */
  note(exchange: string, progress: Progress | null, atMs: number): void {
    if (!progress) {
      this.samples.delete(exchange);
      return;
    }
    const { rowsDone } = progress;
    const before = this.samples.get(exchange) ?? [];
    const last = before.at(-1);
    // Fewer rows than before: another fetch has begun.
    const kept = last && rowsDone < last.rowsDone ? [] : before;
    const fresh = kept.filter((sample) => sample.atMs >= atMs - MEASURED_MS);
    this.samples.set(exchange, [...fresh, { atMs, rowsDone }]);
  }

  /** Milliseconds; undefined until the speed was measured for a while, and while nothing moves. */
  leftMs(exchange: string, { rowsDone, rowsTotal }: Progress): number | undefined {
    const samples = this.samples.get(exchange) ?? [];
    const [first] = samples;
    const last = samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < LEAST_MS) return undefined;
    const rowsPerMs = (last.rowsDone - first.rowsDone) / (last.atMs - first.atMs);
    return rowsPerMs > 0 ? (rowsTotal - rowsDone) / rowsPerMs : undefined;
  }
}

/** `about 20 min`: as exact as an estimate can be, so that it does not jump with every page. */
export function aboutText(leftMs: number): string {
  const minutes = leftMs / MINUTE_MS;
  if (minutes < 1) return 'less than a minute';
  if (minutes < 10) return `about ${Math.round(minutes)} min`;
  if (minutes < 90) return `about ${5 * Math.round(minutes / 5)} min`;
  return `about ${Math.round(minutes / 60)} h`;
}
