/** How often it is checked whether what is waited for has come. */
const CHECK_EVERY_MS = 1_000;

/** What could not be done is tried again after this, or at the next cycle if that comes sooner. */
const RETRY_MS = 5_000;

/** When a desk is opened, cycles and checks again, by the monotonic clock. */
export class DeskTimes {
  private nextCycleAtMs = -Infinity;
  private nextOpenAtMs = -Infinity;

  constructor(private readonly everyMs: number) {}

  get isOpeningDue(): boolean {
    return performance.now() >= this.nextOpenAtMs;
  }

  get isCycleDue(): boolean {
    return performance.now() >= this.nextCycleAtMs;
  }

  get untilNextCheckMs(): number {
    const dueMs = this.nextCycleAtMs - performance.now();
    return dueMs > 0 ? Math.min(dueMs, CHECK_EVERY_MS) : CHECK_EVERY_MS;
  }

  notOpened(): void {
    this.nextOpenAtMs = performance.now() + RETRY_MS;
  }

  cycleNow(): void {
    this.nextCycleAtMs = -Infinity;
  }

  cycled(startedMs: number, isDone: boolean): void {
    this.nextCycleAtMs = startedMs + (isDone ? this.everyMs : Math.min(this.everyMs, RETRY_MS));
  }
}
