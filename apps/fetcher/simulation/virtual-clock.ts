/** The exchange's time, epoch ms. It stands still until somebody moves it on. */
export class VirtualClock {
  constructor(private atMs: number) {}

  get nowMs(): number {
    return this.atMs;
  }

  /** Errors: RangeError for an instant that has passed. */
  advanceTo(atMs: number): void {
    if (!(atMs >= this.atMs)) throw new RangeError(`Time does not go back to ${atMs}`);
    this.atMs = atMs;
  }
}
