import { MINUTE_MS } from '@fullcarry/domain/time-window';

/** An archive that can't be reached, or a file that could not be compared, is left alone for so long. */
const LEFT_ALONE_MS = 10 * MINUTE_MS;

/** Which files are not asked for now, for reasons that are none of theirs; the API is, meanwhile. Kept by each process. */
export class ArchiveState {
  private awayUntilMs = Number.NEGATIVE_INFINITY;
  private readonly putOffUntilMs = new Map<string, number>();

  constructor(private readonly clock: () => number = Date.now) {}

  isAway(path: string): boolean {
    const nowMs = this.clock();
    return nowMs < Math.max(this.awayUntilMs, this.putOffUntilMs.get(path) ?? 0);
  }

  /** The archive gives no file. `holdMs`: how long it asked to be left alone. Returns whether that is news. */
  leaveAlone(holdMs: number | undefined): boolean {
    const nowMs = this.clock();
    const isNews = this.awayUntilMs <= nowMs;
    this.awayUntilMs = nowMs + Math.max(LEFT_ALONE_MS, holdMs ?? 0);
    return isNews;
  }

  /** One file is left alone. */
  putOff(path: string): void {
    this.putOffUntilMs.set(path, this.clock() + LEFT_ALONE_MS);
  }
}
